package wadi.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Called by routes of tests that begin with a clock. */
public final class Beats {
  static final List<Long> AT = new CopyOnWriteArrayList<>();
  static final AtomicInteger AT_ONCE = new AtomicInteger();
  static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

  private Beats() {}

  /** Notes when it was. */
  public static void beat() {
    AT.add(System.nanoTime());
  }

  /** Takes longer than a switch, and notes whether it is alone. */
  public static void work() {
    MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
    AT_ONCE.decrementAndGet();
  }
}
