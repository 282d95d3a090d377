package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Lets the first of many equal events through, then one each minute that says how many there were. */
public final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant next = Instant.MIN;
  private long counted;

  /** How many there were since the last that was let through, this one included; empty when this one is not. */
  public synchronized OptionalLong count(Instant now) {
    counted++;
    if (now.isBefore(next)) {
      return OptionalLong.empty();
    }
    next = now.plus(MINUTE);
    long many = counted;
    counted = 0;
    return OptionalLong.of(many);
  }
}
