package wadi.runtime.spec;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** Stands where the case put it; only slow neighbours let it go on. */
final class CaseClock extends Clock {
  private volatile Instant now = Given.DEFAULT_CLOCK;

  void set(Instant instant) {
    now = instant;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Goes on as the clock does. */
  LongSupplier stopwatch() {
    return () -> Duration.between(Given.DEFAULT_CLOCK, now).toNanos();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(this, Duration.ZERO).withZone(zone);
  }
}
