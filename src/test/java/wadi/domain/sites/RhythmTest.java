package wadi.domain.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void a_site_is_due_once_in_each_interval_at_the_same_place_in_it() {
    Rhythm rhythm = Rhythm.of(7, Duration.ofMinutes(10));
    Instant first = rhythm.after(NOON);
    assertThat(first).isAfter(NOON).isBeforeOrEqualTo(NOON.plus(Duration.ofMinutes(10)));
    assertThat(rhythm.after(first)).isEqualTo(first.plus(Duration.ofMinutes(10)));
  }

  @Test
  void nothing_drifts_when_checks_begin_late() {
    Rhythm rhythm = Rhythm.of(7, Duration.ofSeconds(10));
    Instant due = rhythm.after(NOON);
    for (int i = 0; i < 1_000; i++) {
      Instant next = rhythm.after(due.plusMillis(i % 9_999));
      assertThat(next).isEqualTo(due.plusSeconds(10));
      due = next;
    }
  }

  @Test
  void what_was_missed_is_not_caught_up_with() {
    Rhythm rhythm = Rhythm.of(7, Duration.ofSeconds(10));
    Instant due = rhythm.after(NOON);
    assertThat(rhythm.after(due.plusSeconds(65))).isEqualTo(due.plusSeconds(70));
  }

  @Test
  void a_thousand_sites_spread_evenly_over_their_interval() {
    List<Instant> due = IntStream.rangeClosed(1, 1_000).mapToObj(id -> Rhythm.of(id, Duration.ofSeconds(10)).after(NOON)).toList();
    for (int second = 0; second < 10; second++) {
      Instant from = NOON.plusSeconds(second);
      assertThat(due.stream().filter(time -> time.isAfter(from) && !time.isAfter(from.plusSeconds(1)))).as("second %d", second).hasSizeBetween(90, 110);
    }
  }
}
