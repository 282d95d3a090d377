package wadi.camel.fraud;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Settings;

/** The calls to the fraud check service of one generation: the circuit that spares it and everybody, and what became of them. */
public final class RemoteCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);
  private static final int TRIALS = 3;

  private final MeterRegistry meters;
  private final Clock clock;
  private final CircuitBreaker circuit;
  private final AtomicReference<Trouble> trouble = new AtomicReference<>();
  private final Duration longest;
  private final AtomicReference<Instant> waitingSince = new AtomicReference<>();

  /**
   * When it did not answer lately.
   *
   * @param kind of the last failure
   * @param at when that was
   * @param since the first one after the last answer; empty when it has answered since
   */
  public record Trouble(CallOutcome kind, Instant at, Optional<Instant> since) {}

  /** Those of a generation with these properties, counted here. */
  public RemoteCalls(Settings settings, MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
    longest = settings.duration("fraud.remote.timeout").multipliedBy(2);
    int calls = settings.number("fraud.remote.breaker.calls", 1, 10_000);
    circuit = CircuitBreaker.of("fraud-remote", CircuitBreakerConfig.custom().slidingWindowSize(calls).minimumNumberOfCalls(calls)
        .failureRateThreshold(settings.number("fraud.remote.breaker.failed-percent", 1, 100))
        .waitDurationInOpenState(Duration.ofSeconds(settings.number("fraud.remote.breaker.open-seconds", 1, 3_600)))
        .permittedNumberOfCallsInHalfOpenState(TRIALS).automaticTransitionFromOpenToHalfOpenEnabled(true).writableStackTraceEnabled(false).build());
    circuit.getEventPublisher()
        .onSuccess(event -> answered(event.getElapsedDuration()))
        .onError(event -> failed(CallOutcome.of(event.getThrowable()), event.getElapsedDuration()))
        .onCallNotPermitted(event -> notAsked())
        .onStateTransition(event -> say(event.getStateTransition()));
  }

  /** Named in YAML as {@code fraudCircuit}. */
  public CircuitBreaker circuit() {
    return circuit;
  }

  /** closed: it is asked; open: it is not; half_open: a few calls try it. */
  public String state() {
    return circuit.getState().name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is not asked. */
  public boolean isOpen() {
    return circuit.getState() == CircuitBreaker.State.OPEN;
  }

  /** Whether it is asked. */
  public boolean isClosed() {
    return circuit.getState() == CircuitBreaker.State.CLOSED;
  }

  /** Empty while every call was answered. */
  public Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  private void answered(Duration time) {
    count(CallOutcome.ANSWERED);
    meters.timer("fraud_remote_seconds").record(time);
    Trouble last = trouble.get();
    if (last != null && last.since().isPresent()) {
      trouble.compareAndSet(last, new Trouble(last.kind(), last.at(), Optional.empty()));
    }
  }

  private void failed(CallOutcome kind, Duration time) {
    count(kind);
    meters.timer("fraud_remote_seconds").record(time);
    Instant now = clock.instant();
    trouble.updateAndGet(last -> new Trouble(kind, now, Optional.of(last == null ? now : last.since().orElse(now))));
  }

  private void notAsked() {
    count(CallOutcome.NOT_ASKED);
    Instant now = clock.instant();
    if (circuit.getState() == CircuitBreaker.State.HALF_OPEN && !waitingSince.compareAndSet(null, now)) {
      tryAgain(waitingSince.get(), now);
    }
  }

  /**
   * All trials were begun long ago, and one never said how it ended: it never will, so others must. The circuit's own limit is of no
   * use here: it also counts while there is no transaction to try with.
   */
  private void tryAgain(Instant since, Instant now) {
    if (since != null && now.isAfter(since.plus(longest)) && waitingSince.compareAndSet(since, null)) {
      circuit.transitionToOpenState();
    }
  }

  private void count(CallOutcome outcome) {
    meters.counter("fraud_remote_calls_total", "outcome", outcome.word()).increment();
  }

  /** Once when it begins and once when it is over, not for each trial between. */
  private void say(CircuitBreaker.StateTransition change) {
    waitingSince.set(null);
    switch (change) {
      case CLOSED_TO_OPEN -> LOG.warn("The fraud check service does not answer ({}), so it is asked only now and then, and fraud.remote.fallback decides",
          trouble().map(last -> last.kind().word()).orElse("unknown"));
      case HALF_OPEN_TO_CLOSED -> LOG.info("The fraud check service answers again");
      default -> { }
    }
  }
}
