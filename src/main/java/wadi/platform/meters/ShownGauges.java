package wadi.platform.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Gauges that come and go: those that were shown last, and no others. */
public final class ShownGauges {
  private final Meters meters;
  private final Map<Series, Meter> registered = new HashMap<>();
  private volatile Map<Series, DoubleSupplier> values = Map.of();

  /** A gauge with its labels. */
  public record Series(String name, Tags labels) {}

  public ShownGauges(Meters meters) {
    this.meters = meters;
  }

  /** Shows these from now on. */
  public synchronized void show(Map<Series, DoubleSupplier> now) {
    values = Map.copyOf(now);
    registered.entrySet().removeIf(entry -> {
      if (!now.containsKey(entry.getKey())) {
        meters.forget(entry.getValue());
      }
      return !now.containsKey(entry.getKey());
    });
    now.keySet().forEach(series -> registered.computeIfAbsent(series, this::register));
  }

  private Meter register(Series series) {
    return Gauge.builder(series.name(), () -> {
      DoubleSupplier value = values.get(series);
      return value == null ? Double.NaN : value.getAsDouble();
    }).tags(series.labels()).register(meters);
  }
}
