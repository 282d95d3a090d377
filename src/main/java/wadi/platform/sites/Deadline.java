package wadi.platform.sites;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * When a probe must be over, whatever it does then.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  long left() {
    return nanos - System.nanoTime();
  }

  boolean isOver() {
    return left() <= 0;
  }

  /** For those who count in milliseconds and take 0 for ever. */
  int millis() throws SocketTimeoutException {
    if (isOver()) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (left() + 999_999) / 1_000_000));
  }
}
