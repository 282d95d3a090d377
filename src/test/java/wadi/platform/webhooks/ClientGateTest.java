package wadi.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientGateTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(7).toNanos()); // it may overflow at any time
  private final ClientGate gate = new ClientGate(nanos::get);

  @Test
  void as_many_as_come_run_while_all_are_quick() {
    assertThat(begin(100)).hasSize(100);
  }

  @Test
  void after_a_slow_one_four_run_at_the_same_time_for_a_minute() {
    List<Object> dead = begin(32);
    forward(Duration.ofSeconds(5));
    assertThat(gate.enter(this)).as("while they hang").isPresent();
    dead.forEach(gate::leave);
    assertThat(begin(32)).hasSize(4);
    forward(Duration.ofSeconds(59));
    assertThat(gate.enter(this)).isPresent();
  }

  @Test
  void a_minute_after_the_last_slow_one_all_is_forgotten() {
    List<Object> slow = begin(1);
    forward(Duration.ofSeconds(2));
    slow.forEach(gate::leave);
    forward(Duration.ofSeconds(60));
    assertThat(begin(32)).hasSize(32);
  }

  @Test
  void those_turned_away_come_back_one_after_another_and_in_ten_minutes_at_the_latest() {
    for (int i = 0; i < 20; i++) {
      List<Object> dead = begin(4);
      forward(Duration.ofSeconds(5));
      dead.forEach(gate::leave);
    }
    begin(4);
    List<Duration> pauses = IntStream.range(0, 2_000).mapToObj(i -> gate.enter(new Object()).orElseThrow()).toList();
    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(pauses.get(100)).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(130));
    assertThat(Stream.of(pauses.get(1_999))).containsExactly(Duration.ofMinutes(10));
  }

  /** Those that may. */
  private List<Object> begin(int posts) {
    List<Object> begun = new ArrayList<>();
    for (int i = 0; i < posts; i++) {
      Object post = new Object();
      if (gate.enter(post).isEmpty()) {
        begun.add(post);
      }
    }
    return begun;
  }

  private void forward(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
