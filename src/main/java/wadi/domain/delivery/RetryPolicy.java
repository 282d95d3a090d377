package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a send that failed is tried again: pauses double from 2 seconds to 15 minutes, each shortened by up to a third
 * so that many failures do not come back together.
 *
 * @param retryFor counted from the promise; after it there is no further try
 */
public record RetryPolicy(Duration retryFor) {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /**
   * @param attempts how often it was tried, at least 1
   * @param random from 0 (inclusive) to 1
   * @return the instant of the next try, or empty when its time is over
   */
  public Optional<Instant> next(int attempts, Instant promised, Instant now, double random) {
    int doublings = Math.min(attempts - 1, 20);
    long pause = Math.min(LONGEST.toMillis(), FIRST.toMillis() << doublings);
    Instant next = now.plusMillis((long) (pause * (1 - random / 3)));
    return next.isAfter(promised.plus(retryFor)) ? Optional.empty() : Optional.of(next);
  }
}
