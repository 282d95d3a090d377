package wadi.platform.webhooks;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps one client from taking the time of posts for others: whoever owns a name has as many hosts under it as they like, all of which may never
 * answer. For a minute after a slow post few posts for the same client run at the same time; those turned away come back one after another.
 */
final class ClientGate {
  private static final int MOST = 4;
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration SUSPECT = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  /** Of what is usual, this is what each post adds. */
  private static final double NEWEST = 0.1;

  private final LongSupplier nanos;
  /** When each post that runs began. */
  private final Map<Object, Long> running = new IdentityHashMap<>();
  private double usual;
  private Optional<Long> lastSlow = Optional.empty();
  private Optional<Long> lastPlace = Optional.empty();

  /** @param nanos a clock that never goes back */
  ClientGate(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Lets a post begin; otherwise says when to come again. A post that began must {@link #leave}.
   *
   * @param post tells it from others
   */
  synchronized Optional<Duration> enter(Object post) {
    long now = nanos.getAsLong();
    if (running.size() < MOST || !isSuspect(now)) {
      running.put(post, now);
      return Optional.empty();
    }
    long begin = lastPlace.filter(place -> place - now > 0).orElse(now);
    long pause = Math.min(begin - now + (long) (usual / MOST), LONGEST.toNanos());
    lastPlace = Optional.of(now + pause);
    return Optional.of(Duration.ofNanos(Math.max(pause, SHORTEST.toNanos())));
  }

  private boolean isSuspect(long now) {
    return lastSlow.filter(slow -> now - slow < SUSPECT.toNanos()).isPresent() || running.values().stream().anyMatch(since -> isSlow(now - since));
  }

  private static boolean isSlow(long took) {
    return took > SLOW.toNanos();
  }

  synchronized void leave(Object post) {
    long now = nanos.getAsLong();
    long took = now - running.remove(post);
    usual += NEWEST * (took - usual);
    if (isSlow(took)) {
      lastSlow = Optional.of(now);
    }
  }
}
