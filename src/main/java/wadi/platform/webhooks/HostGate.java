package wadi.platform.webhooks;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps one host that is dead, or answers slowly, from taking the time of posts to others. So many posts to it run at the same time and no
 * more, of which few may be slow; when several in a row had no answer it is left alone for a while, and then one tries alone.
 */
final class HostGate {
  private static final int MOST = 8;
  private static final int MOST_SLOW = 3;
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final int TOLERATED = 3;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration BUSY = Duration.ofSeconds(2);

  private final LongSupplier nanos;
  /** When each post that runs began. */
  private final Map<Object, Long> running = new IdentityHashMap<>();
  private int inARow;
  private int pauses;
  private long until;

  /** @param nanos a clock that never goes back */
  HostGate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Lets a post begin; otherwise says for how long to leave the host alone. A post that began must {@link #leave}.
   *
   * @param post tells it from others
   */
  synchronized Optional<Duration> enter(Object post) {
    long now = nanos.getAsLong();
    if (pauses > 0 && now - until < 0) {
      return Optional.of(Duration.ofNanos(until - now));
    }
    if (pauses > 0 && !running.isEmpty()) {
      return Optional.of(FIRST); // one tries alone
    }
    long rest = waitForPlace(now + SLOW.toNanos());
    if (rest > 0) {
      return Optional.of(Duration.ofNanos(rest));
    }
    running.put(post, nanos.getAsLong());
    return Optional.empty();
  }

  /** Nanoseconds to leave it alone; 0 when there is a place. */
  private long waitForPlace(long latest) {
    while (running.size() >= MOST) {
      long left = latest - nanos.getAsLong();
      if (left <= 0 || isSlow() || pauses > 0) {
        return BUSY.toNanos();
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return BUSY.toNanos();
      }
    }
    return isSlow() || pauses > 0 && !running.isEmpty() ? BUSY.toNanos() : 0;
  }

  private boolean isSlow() {
    long now = nanos.getAsLong();
    return running.values().stream().filter(since -> now - since > SLOW.toNanos()).count() >= MOST_SLOW;
  }

  /** @param answered whatever the answer was */
  synchronized void leave(Object post, boolean answered) {
    running.remove(post);
    if (answered) {
      inARow = 0;
      pauses = 0;
    } else if (++inARow >= TOLERATED && (pauses == 0 || nanos.getAsLong() - until >= 0)) {
      long pause = Math.min(FIRST.toNanos() << Math.min(pauses, 20), LONGEST.toNanos());
      until = nanos.getAsLong() + pause;
      pauses++;
    }
    notifyAll();
  }

  /** Whether nothing is known about it that must be remembered. */
  synchronized boolean isForgettable() {
    return running.isEmpty() && inARow == 0;
  }
}
