package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForecastStateTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void people_hear_of_a_change_when_it_has_held_a_minute_and_once() {
    ForecastState state = new ForecastState(false, false, Instant.EPOCH);
    assertThat(state.see(false, NOW).isDue(NOW)).isFalse();
    state = state.see(true, NOW);
    assertThat(state.isDue(NOW.plusSeconds(59))).isFalse();
    state = state.see(true, NOW.plusSeconds(60));
    assertThat(state.isDue(NOW.plusSeconds(60))).isTrue();
    state = state.afterTelling().see(true, NOW.plusSeconds(300));
    assertThat(state.isDue(NOW.plusSeconds(300))).isFalse();
    state = state.see(false, NOW.plusSeconds(310));
    assertThat(state.isDue(NOW.plusSeconds(370))).isTrue();
  }

  @Test
  void what_flaps_is_not_told() {
    ForecastState state = new ForecastState(false, false, Instant.EPOCH);
    for (int second = 0; second < 600; second += 5) {
      state = state.see(second % 50 < 25, NOW.plusSeconds(second));
      assertThat(state.isDue(NOW.plusSeconds(second))).isFalse();
    }
  }

  @Test
  void a_clock_that_goes_back_begins_the_minute_anew() {
    ForecastState state = new ForecastState(false, false, Instant.EPOCH).see(true, NOW).see(true, NOW.minusSeconds(600));
    assertThat(state.since()).isEqualTo(NOW.minusSeconds(600));
    assertThat(state.isDue(NOW.minusSeconds(540))).isTrue();
  }
}
