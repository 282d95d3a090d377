package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether what waits long becomes more urgent.
 *
 * @param step a message that has waited so long counts as one point more urgent; empty: urgency always wins
 */
public record Ageing(Optional<Duration> step) {
  /** Urgency, then deadline, then age. */
  public static final Ageing NONE = new Ageing(Optional.empty());

  /** More milliseconds than any two messages are apart. */
  private static final long NEVER = 1L << 43;

  /** Its place in the queue: the smallest goes first; of equal ones the deadline decides, then the age. */
  public long rank(int urgency, Instant createdAt) {
    return step.map(s -> createdAt.toEpochMilli() - urgency * s.toMillis()).orElse(-urgency * NEVER);
  }
}
