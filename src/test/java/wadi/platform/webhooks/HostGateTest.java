package wadi.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostGateTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(7).toNanos()); // it may overflow at any time
  private final HostGate gate = new HostGate(nanos::get);

  @Test
  void leaves_a_host_alone_after_three_without_an_answer_for_a_while_that_grows_to_ten_minutes() {
    fail(3);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Duration pause = gate.enter(this).orElseThrow();
      pauses.add(pause);
      forward(pause);
      fail(1);
    }
    assertThat(pauses.subList(0, 4)).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(pauses.get(11)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void after_a_pause_one_tries_alone_and_an_answer_lets_all_through() {
    fail(3);
    forward(Duration.ofSeconds(5));
    Object first = new Object();
    assertThat(gate.enter(first)).isEmpty();
    assertThat(gate.enter(this)).contains(Duration.ofSeconds(5));
    gate.leave(first, true);
    assertThat(gate.enter(first)).isEmpty();
    assertThat(gate.enter(this)).isEmpty();
  }

  @Test
  void an_answer_in_between_counts_from_the_beginning() {
    fail(2);
    assertThat(gate.enter(this)).isEmpty();
    gate.leave(this, true);
    fail(2);
    assertThat(gate.enter(this)).isEmpty();
  }

  @Test
  void while_three_are_slow_no_other_begins() {
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter(new Object())).isEmpty();
    }
    assertThat(gate.enter(this)).as("they are quick yet").isEmpty();
    gate.leave(this, true);
    forward(Duration.ofSeconds(2));
    assertThat(gate.enter(this)).contains(Duration.ofSeconds(2));
  }

  @Test
  void remembers_only_what_matters() {
    assertThat(gate.isForgettable()).isTrue();
    fail(1);
    assertThat(gate.isForgettable()).isFalse();
  }

  @Test
  void very_many_hosts_take_no_more_room_than_some() {
    HostGates gates = new HostGates(nanos::get);
    HostGate dead = gates.of("dead.example", 443);
    for (int i = 0; i < 20_000; i++) {
      gates.of("host-%d.example".formatted(i), 443);
      dead.enter(this).ifPresent(pause -> forward(pause));
      dead.leave(this, false);
    }
    assertThat(gates.of("dead.example", 443)).as("what is dead is remembered").isSameAs(dead);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(gate.enter(this)).isEmpty();
      gate.leave(this, false);
    }
  }

  private void forward(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
