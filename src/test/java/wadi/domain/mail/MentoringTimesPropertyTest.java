package wadi.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** No hour is shifted, whatever the zones, also on the days on which clocks are put forward and back. */
class MentoringTimesPropertyTest {
  private static final List<String> ZONES = List.of("America/Recife", "America/Sao_Paulo", "UTC", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu",
      "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Pacific/Kiritimati");

  /** As Python's {@code str} writes a time with microseconds. */
  private static final DateTimeFormatter PYTHON = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZONES).map(ZoneId::of);
  }

  /** Anywhere in fifty years, and often within two hours of a change of some zone's clock. */
  @Provide
  Arbitrary<Instant> instants() {
    Arbitrary<Instant> any = Arbitraries.longs().between(Instant.parse("2000-01-01T00:00:00Z").getEpochSecond(),
        Instant.parse("2050-01-01T00:00:00Z").getEpochSecond()).map(Instant::ofEpochSecond);
    Arbitrary<Instant> changes = Combinators.combine(any, zones(), Arbitraries.longs().between(-7_200, 7_200)).as((at, zone, seconds) -> {
      ZoneOffsetTransition change = zone.getRules().nextTransition(at);
      return change == null ? at : change.getInstant().plusSeconds(seconds);
    });
    return Arbitraries.oneOf(any, changes);
  }

  @Property(tries = 2_000)
  void date_and_hour_are_those_on_the_mentorings_clock(@ForAll("instants") Instant at, @ForAll("zones") ZoneId zone) {
    Map<String, String> parameters = MailTemplate.NOTIFY_MENTOR_OF_MENTORED_LEAVING.parameters(new Mentoring("", "", "", "", at), zone);
    LocalDateTime local = at.atZone(zone).toLocalDateTime();
    assertThat(parameters.get("MENTORING_DATE")).isEqualTo("%02d/%02d/%04d".formatted(local.getDayOfMonth(), local.getMonthValue(), local.getYear()));
    assertThat(parameters.get("MENTORING_HOUR")).isEqualTo("%02d:%02d".formatted(local.getHour(), local.getMinute()));
    LocalDate before = local.toLocalDate().minusDays(1);
    assertThat(parameters.get("MENTORING_DATE_LIMIT")).isEqualTo("%02d/%02d/%04d".formatted(before.getDayOfMonth(), before.getMonthValue(), before.getYear()));
  }

  @Property(tries = 2_000)
  void what_a_publisher_writes_anywhere_is_read_as_it_was_meant(@ForAll("instants") Instant at, @ForAll("zones") ZoneId machine, @ForAll("zones") ZoneId mentoring) {
    PublisherClock publisher = new PublisherClock(machine);
    OffsetDateTime read = WrittenTime.read(PYTHON.format(publisher.written(at, mentoring))).orElseThrow();
    LocalDateTime shown = at.atZone(machine).toLocalDateTime();
    // An hour that clocks show twice may be either; the publisher has not written which.
    assertThat(machine.getRules().getValidOffsets(shown).stream().map(shown::toInstant)).contains(publisher.meant(read));
    assertThat(publisher.meant(read).atZone(machine).toLocalDateTime()).isEqualTo(shown);
  }

  @Property(tries = 500)
  void with_a_clock_in_utc_the_instant_is_the_one_that_is_written(@ForAll("instants") Instant at, @ForAll("zones") ZoneId mentoring) {
    OffsetDateTime written = at.atZone(mentoring).toOffsetDateTime();
    assertThat(new PublisherClock(ZoneOffset.UTC).meant(written)).isEqualTo(at);
    assertThat(WrittenTime.read(written.toString())).contains(written);
  }

  @Property(tries = 500)
  void a_mail_is_of_no_use_after_the_mentoring_has_begun(@ForAll("instants") Instant at, @ForAll("instants") Instant asked) {
    Mentoring mentoring = new Mentoring("", "", "", "", at);
    assertThat(MailRequest.expiry(mentoring, Optional.of(asked))).isEqualTo(asked.isBefore(at) ? asked : at);
    assertThat(MailRequest.expiry(mentoring, Optional.empty())).isEqualTo(at);
  }

  @Property(tries = 500)
  void a_mentoring_is_as_urgent_as_it_is_near(@ForAll @IntRange(min = -400, max = 400) int days) {
    LocalDate today = LocalDate.parse("2026-11-20");
    int priority = MentoringPriority.of(today, today.plusDays(days));
    assertThat(priority).isEqualTo(days > 199 ? 1 : Math.min(255, 200 - days)).isBetween(1, 255);
  }
}
