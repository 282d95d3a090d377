package wadi.platform.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** All meters of this process. They outlive generations: a stopping generation does not take its successor's counts away. */
public final class Meters extends PrometheusMeterRegistry implements AutoCloseable {
  private final JvmGcMetrics gc = new JvmGcMetrics();

  public Meters() {
    super(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(this);
    new JvmThreadMetrics().bindTo(this);
    new ProcessorMetrics().bindTo(this);
    new UptimeMetrics().bindTo(this);
    gc.bindTo(this);
  }

  /** Keeps it: Camel removes the meters of each route it stops, also those that the next generation already uses. */
  @Override
  public Meter remove(Meter.Id id) {
    return null;
  }

  @Override
  public void close() {
    gc.close();
    super.close();
  }
}
