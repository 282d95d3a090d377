package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.time.Instant;

/**
 * What to make.
 *
 * @param rows how many transactions in all
 * @param fraud the share of them that is fraud, 0 to 0.5; groups are whole, so that it is met to within one of them
 * @param from when the first may be
 * @param length over how long they are spread, at least a day
 */
public record Traffic(long rows, double fraud, Instant from, Duration length) {
  public static final double MOST_FRAUD = 0.5;

  /** @throws IllegalArgumentException when a value is beyond what is said above */
  public Traffic {
    if (rows < 1) throw new IllegalArgumentException("at least one row");
    if (!(fraud >= 0 && fraud <= MOST_FRAUD)) throw new IllegalArgumentException("a share of 0 to " + MOST_FRAUD);
    if (length.toDays() < 1) throw new IllegalArgumentException("at least a day");
  }
}
