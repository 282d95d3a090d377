package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleasePlanTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Property(tries = 2_000)
  void on_the_hour_every_hour_of_the_day_until_now_is_named_once_and_the_last_holds_now(
      @ForAll("zones") ZoneId zone, @ForAll @LongRange(max = 4_102_444_800L) long seconds) {
    Instant now = Instant.ofEpochSecond(seconds);
    List<Instant> hours = plan("12 per hour", Release.HOURLY, "unlimited", null, zone).at(now).pace().orElseThrow().hours();
    assertThat(hours).doesNotHaveDuplicates().isSorted().allMatch(hour -> !hour.isAfter(now));
    assertThat(hours.get(hours.size() - 1)).isEqualTo(Budget.parse("1 per hour", zone).windowsAt(now).get(0).starts());
    assertThat(hours).allMatch(hour -> !hour.plusSeconds(3_600).isBefore(now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant()));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList());
  }

  @Test
  void steady_gives_way_to_the_end_of_the_day() {
    ReleasePlan plan = plan("12 per hour, 240 per day", Release.STEADY, "unlimited", "23:00", BERLIN);
    assertThat(day(plan, "2026-11-20T11:00:00Z")).as("at noon").isEqualTo(121);
    assertThat(day(plan, "2026-11-20T22:00:00Z")).as("at eleven in the evening").isEqualTo(240);
  }

  @Test
  void what_is_withheld_for_warnings_is_not_in_the_day() {
    ReleasePlan plan = new ReleasePlan(Budget.parse("300 per day", BERLIN), Release.IMMEDIATE, Budget.parse("unlimited", BERLIN), Optional.empty(), 2);
    assertThat(day(plan, "2026-11-20T11:00:00Z")).isEqualTo(298);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-20T22:04:59Z, false", "2026-11-20T22:05:00Z, true", "2026-11-20T22:59:59Z, true", "2026-11-20T23:00:00Z, false",
      "2026-07-20T21:04:59Z, false", "2026-07-20T21:05:00Z, true"})
  void the_end_of_the_day_lasts_until_midnight_of_the_provider(Instant now, boolean has) {
    assertThat(plan("12 per hour", Release.HOURLY, "unlimited", "23:05", BERLIN).at(now).endOfDay().isPresent()).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"300 per day|hourly|unlimited||needs a budget \"per hour\"", "300 per day|immediate|unlimited|23:05|needs a budget \"per hour\"",
      "12 per hour|immediate|13 per hour||13 per hour is more", "12 per hour|immediate|1 per day||\"per day\""})
  void says_what_does_not_fit_together(String budget, String release, String reserve, String endOfDay, String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(budget, Release.find(release).orElseThrow(), reserve, endOfDay, BERLIN))
        .withMessageContaining(words);
  }

  private static int day(ReleasePlan plan, String now) {
    return plan.at(Instant.parse(now)).caps().stream().filter(cap -> cap.unit().equals("days")).findFirst().orElseThrow().most();
  }

  private static ReleasePlan plan(String budget, Release release, String reserve, String endOfDay, ZoneId zone) {
    return new ReleasePlan(Budget.parse(budget, zone), release, Budget.parse(reserve, zone), Optional.ofNullable(endOfDay).map(LocalTime::parse), 0);
  }
}
