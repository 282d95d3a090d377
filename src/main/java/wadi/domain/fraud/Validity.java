package wadi.domain.fraud;

import java.time.Instant;

/**
 * When a rule is asked.
 *
 * @param from the first moment
 * @param until the first moment it is no longer asked
 */
public record Validity(Instant from, Instant until) {
  /** Ever since and for ever. */
  public static final Validity ALWAYS = new Validity(Instant.MIN, Instant.MAX);

  /** @throws IllegalArgumentException when it ends before it begins */
  public Validity {
    if (!from.isBefore(until)) throw new IllegalArgumentException("ends before it begins");
  }

  public boolean includes(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }
}
