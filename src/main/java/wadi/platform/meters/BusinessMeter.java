package wadi.platform.meters;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;

/**
 * One meter of ours, as it is exported.
 *
 * @param name as Prometheus shows it, for a histogram without {@code _bucket}, {@code _count} and {@code _sum}
 * @param unit what one counts or measures
 * @param description one sentence for HELP and for the docs
 * @param buckets upper bounds of the histogram of a timer, otherwise empty
 * @param counted where: the steps of routes, or a part of the platform
 */
public record BusinessMeter(String name, Meter.Type type, String unit, String description, List<MeterLabel> labels,
    List<Duration> buckets, String counted) {

  /** Whether a step {@code micrometer:} in a route counts it. */
  public boolean inRoutes() {
    return counted.startsWith(MeterList.ROUTES);
  }

  List<String> labelNames() {
    return labels.stream().map(MeterLabel::name).toList();
  }

  MeterLabel label(String name) {
    return labels.stream().filter(label -> label.name().equals(name)).findFirst().orElseThrow();
  }

  boolean isCounter() {
    return type == Meter.Type.COUNTER;
  }

  boolean isTimer() {
    return type == Meter.Type.TIMER;
  }
}
