package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofDays(365));

  @Test
  void doubles_from_2_seconds_to_15_minutes() {
    assertThat(pause(1, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pause(2, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(pause(9, 0)).isEqualTo(Duration.ofSeconds(512));
    assertThat(pause(10, 0)).isEqualTo(Duration.ofMinutes(15));
    assertThat(pause(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofMinutes(15));
  }

  @Property
  void shortens_a_pause_by_a_third_at_most(
      @ForAll @IntRange(min = 1) int attempts, @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    assertThat(pause(attempts, random)).isBetween(pause(attempts, 0).multipliedBy(2).dividedBy(3).truncatedTo(ChronoUnit.MILLIS), pause(attempts, 0));
  }

  @Property
  void spreads_failures_of_the_same_instant(@ForAll @IntRange(min = 1, max = 1_000) int attempts) {
    assertThat(pause(attempts, 0.9)).isLessThan(pause(attempts, 0.1));
  }

  @Property
  void pauses_grow_until_the_longest_whatever_the_dice_say(@ForAll @IntRange(min = 1, max = 8) int attempts,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double now, @ForAll @DoubleRange(max = 1, maxIncluded = false) double then) {
    assertThat(pause(attempts + 1, then)).isGreaterThan(pause(attempts, now));
  }

  @Property
  void never_tries_after_its_time(@ForAll @IntRange(min = 1, max = 100) int attempts, @ForAll @LongRange(max = 100_000_000) long age,
      @ForAll @LongRange(max = 100_000_000) long retryFor, @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    Instant promised = NOW.minusMillis(age);
    Instant end = promised.plusMillis(retryFor);
    var next = new RetryPolicy(Duration.ofMillis(retryFor)).next(attempts, promised, NOW, random);
    Instant wished = NOW.plus(pause(attempts, random));
    assertThat(next.isPresent()).isEqualTo(!wished.isAfter(end));
    next.ifPresent(instant -> assertThat(instant).isAfter(NOW).isBeforeOrEqualTo(end));
  }

  private static Duration pause(int attempts, double random) {
    return Duration.between(NOW, PATIENT.next(attempts, NOW, NOW, random).orElseThrow());
  }
}
