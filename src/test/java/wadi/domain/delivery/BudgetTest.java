package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void reads_a_limit_for_each_unit_of_time() {
    assertThat(Budget.parse(" 5 per second,6 per  minute, 12 per hour , 300 per DAY", BERLIN).limits()).containsExactly(
        new Budget.Limit(5, ChronoUnit.SECONDS), new Budget.Limit(6, ChronoUnit.MINUTES),
        new Budget.Limit(12, ChronoUnit.HOURS), new Budget.Limit(300, ChronoUnit.DAYS));
  }

  @Test
  void has_no_windows_when_unlimited() {
    assertThat(Budget.parse(" unlimited ", BERLIN).windowsAt(Instant.EPOCH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "12", "12 hour", "twelve per hour", "-1 per hour", "1.5 per hour", "12 per week", "12 a day",
      "12 per hour; 300 per day", "12 per hour,, 3 per day", "9999999999 per day", "12 per hour, unlimited"})
  void refuses_what_it_cannot_read_and_shows_how_to_write_it(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Budget.parse(text, BERLIN))
        .withMessageContaining("\"" + text + "\"").withMessageContaining("12 per hour, 300 per day").withMessageContaining("unlimited");
  }

  @Test
  void refuses_two_limits_for_one_unit_of_time() {
    assertThatIllegalArgumentException().isThrownBy(() -> Budget.parse("12 per hour, 20 per hour", BERLIN))
        .withMessageContaining("12 per hour, 20 per hour");
  }

  @Test
  void opens_windows_where_the_clock_of_the_provider_says_so() {
    var budget = Budget.parse("1 per second, 2 per minute, 3 per hour, 4 per day", ZoneId.of("Asia/Kathmandu"));
    assertThat(budget.windowsAt(Instant.parse("2026-11-20T18:20:31.5Z"))).containsExactly(
        new Budget.Window("seconds", Instant.parse("2026-11-20T18:20:30.5Z"), 1),
        new Budget.Window("minutes", Instant.parse("2026-11-20T18:20:00Z"), 2),
        new Budget.Window("hours", Instant.parse("2026-11-20T18:15:00Z"), 3),
        new Budget.Window("days", Instant.parse("2026-11-20T18:15:00Z"), 4));
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-03-29, 23", "Europe/Berlin, 2026-10-25, 25", "Europe/Berlin, 2026-06-01, 24",
      "America/New_York, 2026-03-08, 23", "America/New_York, 2026-11-01, 25", "America/New_York, 2026-12-24, 24"})
  void counts_every_hour_of_a_day_of_23_or_25_hours_once(ZoneId zone, LocalDate date, int hours) {
    Map<Instant, Long> minutes = minutesInEachHourWindow(zone, date);
    assertThat(minutes).hasSize(hours).allSatisfy((start, count) -> assertThat(count).isEqualTo(60));
    assertThat(dayWindows(zone, date)).containsExactly(date.atStartOfDay(zone).toInstant());
  }

  /** Clocks go back from 1:00 to 0:00 there: midnight comes twice, the day does not. */
  @ParameterizedTest
  @CsvSource({"Atlantic/Azores, 2026-10-25", "America/Havana, 2026-11-01"})
  void has_one_day_where_midnight_comes_twice(ZoneId zone, LocalDate date) {
    assertThat(dayWindows(zone, date)).containsExactly(date.atStartOfDay(zone).toInstant());
    assertThat(minutesInEachHourWindow(zone, date)).hasSize(25);
  }

  @Test
  void begins_the_day_at_one_where_midnight_is_left_out() {
    assertThat(dayWindows(ZoneId.of("America/Havana"), LocalDate.of(2026, 3, 8))).containsExactly(Instant.parse("2026-03-08T05:00:00Z"));
  }

  @Property(tries = 2_000)
  void one_calendar_day_is_one_window_that_begins_no_later_than_now(
      @ForAll("zones") ZoneId zone, @ForAll @LongRange(max = 4_102_444_800L) long seconds, @ForAll @LongRange(max = 90_000) long later) {
    Instant now = Instant.ofEpochSecond(seconds);
    Instant then = now.plusSeconds(later);
    Instant start = day(zone, now);
    assertThat(start).isBeforeOrEqualTo(now);
    assertThat(start.atZone(zone).toLocalDate()).isEqualTo(now.atZone(zone).toLocalDate());
    boolean sameDay = now.atZone(zone).toLocalDate().equals(then.atZone(zone).toLocalDate());
    assertThat(day(zone, then).equals(start)).isEqualTo(sameDay);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList());
  }

  @Test
  void does_not_change_with_the_list_it_was_made_from() {
    List<Budget.Limit> limits = new ArrayList<>(List.of(new Budget.Limit(1, ChronoUnit.DAYS)));
    Budget budget = new Budget(limits, OptionalInt.empty(), ZoneOffset.UTC);
    limits.clear();
    assertThat(budget.limits()).hasSize(1);
  }

  private static Instant day(ZoneId zone, Instant now) {
    return Budget.parse("1 per day", zone).windowsAt(now).get(0).starts();
  }

  private static List<Instant> dayWindows(ZoneId zone, LocalDate date) {
    return everyMinute(zone, date).stream().map(now -> day(zone, now)).distinct().toList();
  }

  private static Map<Instant, Long> minutesInEachHourWindow(ZoneId zone, LocalDate date) {
    Budget hourly = Budget.parse("1 per hour", zone);
    return everyMinute(zone, date).stream()
        .collect(Collectors.groupingBy(now -> hourly.windowsAt(now).get(0).starts(), LinkedHashMap::new, Collectors.counting()));
  }

  private static List<Instant> everyMinute(ZoneId zone, LocalDate date) {
    Instant start = date.atStartOfDay(zone).toInstant();
    long minutes = Duration.between(start, date.plusDays(1).atStartOfDay(zone).toInstant()).toMinutes();
    return LongStream.range(0, minutes).mapToObj(minute -> start.plus(minute, ChronoUnit.MINUTES)).toList();
  }
}
