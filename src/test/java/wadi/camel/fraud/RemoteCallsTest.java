package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import wadi.platform.SettableClock;
import wadi.platform.Settings;

/** The circuit before the fraud check service while it tries whether that is well again. */
class RemoteCallsTest {
  private final SettableClock clock = new SettableClock("2026-11-21T12:00:00Z");
  private final RemoteCalls calls = new RemoteCalls(Settings.load(Path.of("").toAbsolutePath(), name -> null), new SimpleMeterRegistry(), clock);
  private final CircuitBreaker circuit = calls.circuit();

  private void tries() {
    circuit.transitionToOpenState();
    circuit.transitionToHalfOpenState();
    for (int i = 0; i < 3; i++) {
      assertThat(circuit.tryAcquirePermission()).isTrue();
    }
  }

  @Test
  void a_trial_that_never_ends_does_not_leave_the_circuit_half_open_for_ever() {
    tries();
    circuit.onSuccess(1, TimeUnit.MILLISECONDS);
    circuit.onSuccess(1, TimeUnit.MILLISECONDS);
    assertThat(circuit.tryAcquirePermission()).isFalse();
    clock.forward(Duration.ofSeconds(10));
    assertThat(circuit.tryAcquirePermission()).as("within twice fraud.remote.timeout").isFalse();
    assertThat(calls.state()).isEqualTo("half_open");
    clock.forward(Duration.ofMillis(1));
    assertThat(circuit.tryAcquirePermission()).isFalse();

    assertThat(calls.state()).as("and from there it tries again").isEqualTo("open");
    tries();
  }

  @Test
  void trials_may_come_as_slowly_as_transactions_do() {
    circuit.transitionToOpenState();
    circuit.transitionToHalfOpenState();
    for (int i = 0; i < 3; i++) {
      clock.forward(Duration.ofHours(1));
      assertThat(circuit.tryAcquirePermission()).isTrue();
      circuit.onSuccess(1, TimeUnit.MILLISECONDS);
    }

    assertThat(calls.state()).isEqualTo("closed");
  }
}
