package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a send that failed is tried again: pauses double from 2 seconds to the longest, each shortened by up to a third
 * so that many failures do not come back together.
 *
 * @param retryFor counted from the first try; after it there is no further try
 * @param longest pause between two tries
 */
public record RetryPolicy(Duration retryFor, Duration longest) {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  /** A provider that asks for more is asked again after this. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** With pauses of at most 15 minutes. */
  public RetryPolicy(Duration retryFor) {
    this(retryFor, LONGEST);
  }

  /**
   * What becomes of a delivery whose send failed.
   *
   * @param random from 0 (inclusive) to 1
   */
  public Outcome after(SendFailure failure, Delivery delivery, Instant now, double random) {
    if (failure.kind() == SendFailure.Kind.REFUSED) {
      return new Outcome.Parked(failure.inWords());
    }
    Duration asked = failure.pause().orElse(Duration.ZERO);
    Instant earliest = now.plus(asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED);
    boolean perhapsSent = failure.kind() == SendFailure.Kind.UNANSWERED;
    Duration untried = asked.isZero() ? FIRST : asked;
    Optional<Instant> next = failure.kind() == SendFailure.Kind.NOT_TRIED ? Optional.of(now.plusMillis((long) (untried.toMillis() * (1 + random))))
        : next(delivery.attempts(), delivery.createdAt(), now, random);
    return next
        .map(at -> at.isAfter(earliest) ? at : earliest)
        .filter(at -> !at.isAfter(delivery.createdAt().plus(retryFor)))
        .<Outcome>map(at -> new Outcome.RetryLater(failure.inWords(), at, perhapsSent))
        .orElseGet(() -> new Outcome.Parked("tried for too long, " + failure.inWords(), perhapsSent));
  }

  /**
   * @param attempts how often it was tried, at least 1
   * @param random from 0 (inclusive) to 1
   * @return the instant of the next try, or empty when its time is over
   */
  public Optional<Instant> next(int attempts, Instant promised, Instant now, double random) {
    int doublings = Math.min(attempts - 1, 20);
    long pause = Math.min(longest.toMillis(), FIRST.toMillis() << doublings);
    Instant next = now.plusMillis((long) (pause * (1 - random / 3)));
    return next.isAfter(promised.plus(retryFor)) ? Optional.empty() : Optional.of(next);
  }
}
