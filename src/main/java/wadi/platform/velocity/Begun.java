package wadi.platform.velocity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import wadi.domain.fraud.Window;

/** Since when each window counts without a gap, also as a metric. */
final class Begun {
  private static final String METRIC = "fraud_velocity_since_seconds";

  private final Map<Window, Instant> windows = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private volatile boolean told;

  Begun(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A window counts from then on, unless it has begun already, or all that count were named and it is none of them. */
  void at(Window window, Instant at) {
    if (!told && !windows.containsKey(window)) {
      begin(window, at);
    }
  }

  /**
   * These count from now on and no others: one that was not among them before has begun now, also if it had counted once.
   *
   * @return those that are new
   */
  List<Window> exactly(Collection<Window> named, Instant at) {
    told = true;
    windows.keySet().stream().filter(window -> !named.contains(window)).forEach(this::end);
    return named.stream().filter(window -> begin(window, at)).toList();
  }

  /** It holds what happened from then on. */
  void earlier(Window window, Instant since) {
    windows.computeIfPresent(window, (same, begun) -> since.isBefore(begun) ? since : begun);
  }

  /** It holds what happened from then on, and no more what was before. */
  void anew(Window window, Instant since) {
    windows.computeIfPresent(window, (same, begun) -> since);
  }

  Optional<Instant> since(Window window) {
    return Optional.ofNullable(windows.get(window));
  }

  private boolean begin(Window window, Instant at) {
    boolean begins = windows.putIfAbsent(window, at) == null;
    if (begins) {
      Gauge.builder(METRIC, () -> since(window).map(since -> since.toEpochMilli() / 1000.0).orElse(Double.NaN))
          .tag("window", window.id()).tag("length", window.length().toString()).register(meters);
    }
    return begins;
  }

  private void end(Window window) {
    windows.remove(window);
    Optional.ofNullable(meters.find(METRIC).tag("window", window.id()).tag("length", window.length().toString()).gauge()).ifPresent(meters::remove);
  }
}
