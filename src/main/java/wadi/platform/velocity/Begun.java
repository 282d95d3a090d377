package wadi.platform.velocity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import wadi.domain.fraud.Window;

/** Since when each window counts, also as a metric. */
final class Begun {
  private final Map<Window, Instant> windows = new ConcurrentHashMap<>();
  private final MeterRegistry meters;

  Begun(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A window counts from then on, unless it has begun already. */
  void at(Window window, Instant at) {
    if (!windows.containsKey(window) && windows.putIfAbsent(window, at) == null) {
      Gauge.builder("fraud_velocity_since_seconds", () -> windows.get(window).toEpochMilli() / 1000.0)
          .tag("window", window.id()).tag("length", window.length().toString()).register(meters);
    }
  }

  /** It holds what happened from then on. */
  void earlier(Window window, Instant since) {
    windows.computeIfPresent(window, (same, begun) -> since.isBefore(begun) ? since : begun);
  }

  /** It holds what happened from then on, and no more what was before. */
  void anew(Window window, Instant since) {
    at(window, since);
    windows.put(window, since);
  }

  Optional<Instant> since(Window window) {
    return Optional.ofNullable(windows.get(window));
  }
}
