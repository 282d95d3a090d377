package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
  private static final long MINUTE = 60_000;
  private static final long NOON = 1_763_726_400_000L;
  private final SlidingWindow window = new SlidingWindow(new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10)));

  @Test
  void an_event_counts_itself() {
    assertThat(window.add(NOON, 12.5)).isEqualTo(new Measure(1, 12.5));
    assertThat(window.add(NOON, 1)).isEqualTo(new Measure(2, 13.5));
  }

  @Test
  void an_event_counts_until_it_is_as_old_as_the_window_is_long() {
    window.add(NOON, 100);
    assertThat(window.add(NOON + 10 * MINUTE - 1, 1)).isEqualTo(new Measure(2, 101));
    assertThat(window.add(NOON + 10 * MINUTE, 1)).isEqualTo(new Measure(2, 2));
  }

  @Test
  void it_is_exact_again_when_a_crowd_has_passed() {
    for (int i = 0; i < 1_000; i++) window.add(NOON + i, 1);
    assertThat(window.add(NOON + 5 * MINUTE, 1)).isEqualTo(new Measure(1_001, 1_001));
    assertThat(window.add(NOON + 10 * MINUTE + 990, 1)).isEqualTo(new Measure(11, 11));
  }

  @Test
  void it_is_exact_with_64_events_although_an_older_one_shares_their_bucket() {
    window.add(NOON, 1);
    for (int i = 0; i < 63; i++) window.add(NOON + 1, 1);
    assertThat(window.add(NOON + 10 * MINUTE, 1)).isEqualTo(new Measure(64, 64));
  }

  @Test
  void events_that_come_late_into_a_full_window_leave_first() {
    for (int i = 0; i < 64; i++) window.add(NOON, 1);
    window.add(NOON - MINUTE, 1);
    assertThat(window.add(NOON + 9 * MINUTE + 30_000, 1)).isEqualTo(new Measure(65, 65));
  }

  @Test
  void a_bucket_counts_until_all_of_it_is_too_old() {
    for (int i = 0; i < 64; i++) window.add(NOON + 9_999, 1);
    for (int i = 0; i < 64; i++) window.add(NOON + 10_000, 1);
    for (int i = 0; i < 64; i++) window.add(NOON + 10 * MINUTE, 1);
    assertThat(window.add(NOON + 10 * MINUTE + 9_999, 0).count()).isEqualTo(193);
    assertThat(window.add(NOON + 10 * MINUTE + 10_000, 0).count()).isEqualTo(130);
    assertThat(window.add(NOON + 10 * MINUTE + 19_999, 0).count()).isEqualTo(131);
    assertThat(window.add(NOON + 10 * MINUTE + 20_000, 0).count()).isEqualTo(68);
  }

  @Test
  void a_late_event_counts_and_leaves_when_its_own_time_has_come() {
    window.add(NOON, 1);
    assertThat(window.add(NOON - 9 * MINUTE, 10)).isEqualTo(new Measure(2, 11));
    assertThat(window.add(NOON + MINUTE, 100)).isEqualTo(new Measure(2, 101));
  }

  @Test
  void a_clock_set_back_by_less_than_the_window_blinds_nothing() {
    for (int i = 0; i < 100; i++) window.add(NOON, 1);
    for (int i = 1; i <= 100; i++) assertThat(window.add(NOON - 9 * MINUTE + i, 1).count()).isEqualTo(100 + i);
  }

  @Test
  void a_clock_set_back_by_the_whole_window_begins_it_anew() {
    for (int i = 0; i < 100; i++) window.add(NOON, 1);
    assertThat(window.add(NOON - 10 * MINUTE + 1, 1)).isEqualTo(new Measure(101, 101));
    assertThat(window.add(NOON - 10 * MINUTE, 1)).isEqualTo(new Measure(1, 1));
    assertThat(window.add(NOON - 10 * MINUTE + 5, 1)).isEqualTo(new Measure(2, 2));
  }

  @Test
  void a_leap_forward_and_back_does_no_lasting_harm() {
    window.add(NOON, 1);
    assertThat(window.add(NOON + Duration.ofDays(36_500).toMillis(), 1).count()).isEqualTo(1);
    assertThat(window.add(NOON + 1, 1).count()).isEqualTo(1);
    assertThat(window.add(NOON + 2, 1).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5, -0.0, Double.NaN, Double.NEGATIVE_INFINITY})
  void what_is_no_amount_adds_nothing_to_the_sum(double amount) {
    window.add(NOON, 7);
    assertThat(window.add(NOON, amount)).isEqualTo(new Measure(2, 7));
  }

  @Test
  void a_sum_stays_finite() {
    for (int i = 0; i < 200; i++) window.add(NOON, Double.MAX_VALUE);
    assertThat(window.add(NOON, Double.POSITIVE_INFINITY).sum()).isEqualTo(Double.MAX_VALUE);
    assertThat(window.add(NOON + 10 * MINUTE, 3)).isEqualTo(new Measure(1, 3));
  }

  @Test
  void it_is_expired_when_nothing_in_it_counts() {
    assertThat(window.isExpired(NOON)).isTrue();
    window.add(NOON, 1);
    assertThat(window.isExpired(NOON + 10 * MINUTE - 1)).isFalse();
    assertThat(window.isExpired(NOON + 10 * MINUTE)).isTrue();
    assertThat(window.isExpired(NOON - MINUTE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT59S", "PT90S", "PT-10M", "P30DT1M", "PT1M0.001S"})
  void a_window_has_a_sensible_length(String length) {
    assertThatThrownBy(() -> new Window("w", Window.Key.CARD, Duration.parse(length))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 minute to 30 days");
  }
}
