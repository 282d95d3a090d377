package wadi.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase of a reload took. */
final class Stopwatch {
  private final Map<String, Duration> took = new LinkedHashMap<>();
  private long begun = System.nanoTime();

  /** Ends a phase and begins the next one. */
  void ended(String phase) {
    long now = System.nanoTime();
    took.merge(phase, Duration.ofNanos(now - begun), Duration::plus);
    begun = now;
  }

  /** In the order they began. */
  Map<String, Duration> took() {
    return new LinkedHashMap<>(took);
  }
}
