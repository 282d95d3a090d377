package wadi.camel.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import wadi.domain.delivery.Outcome;
import wadi.platform.ConnectionFault;

/**
 * Holds a whole channel back while its provider cannot be reached: if each message waited for a time of its own, those
 * whose time comes first would leave first when the provider is back, instead of the urgent ones. After each pause, which
 * doubles from 1 to 30 seconds, the most urgent message tries alone.
 */
final class ProviderPause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Clock clock;
  private int failures;
  private Instant until = Instant.MIN;

  ProviderPause(Clock clock) {
    this.clock = clock;
  }

  /** The outcome of a send, put off to the end of the pause if the provider was not there. */
  synchronized Outcome after(Exception failure, Outcome outcome) {
    if (!isUnreachable(failure)) {
      failures = 0;
    } else if (outcome instanceof Outcome.RetryLater later) {
      return new Outcome.RetryLater(later.reason(), nextTry());
    }
    return outcome;
  }

  /** Sends that fail during a pause were under way when it began. */
  private Instant nextTry() {
    Instant now = clock.instant();
    if (failures == 0 || !now.isBefore(until)) {
      long pause = FIRST.toMillis() << Math.min(failures, 10);
      until = now.plusMillis(Math.min(pause, LONGEST.toMillis()));
      failures++;
    }
    return until;
  }

  /**
   * How many may be claimed now: none during a pause, one after it when nothing else is under way, otherwise all.
   *
   * @param free sends that could begin
   * @param concurrency sends that could begin if none were under way
   */
  synchronized int most(int free, int concurrency) {
    if (failures == 0) {
      return free;
    }
    return clock.instant().isBefore(until) || free < concurrency ? 0 : 1;
  }

  /** How long to wait for new work: not beyond the end of the pause. */
  synchronized Duration atMost(Duration wait) {
    Duration left = failures == 0 ? wait : Duration.between(clock.instant(), until);
    return left.isNegative() || left.isZero() || left.compareTo(wait) > 0 ? wait : left;
  }

  /** Whether the provider was not there the last time. */
  synchronized boolean isOn() {
    return failures > 0;
  }

  private static boolean isUnreachable(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ProviderUnreachable) {
        return true;
      }
    }
    return ConnectionFault.of(failure).filter(fault -> !fault.perhapsTaken()).isPresent();
  }
}
