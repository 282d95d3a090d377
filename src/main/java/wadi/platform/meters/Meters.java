package wadi.platform.meters;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.ReceiptTable;

/** All meters of this process. They outlive generations: a stopping generation does not take its successor's counts away. */
public final class Meters extends PrometheusMeterRegistry implements AutoCloseable {
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final List<Consumer<Map<String, ? extends Collection<String>>>> followers = new CopyOnWriteArrayList<>();
  private final HttpMeters http = new HttpMeters(this);
  private final ReloadMeters reloads;

  public Meters() {
    super(PrometheusConfig.DEFAULT);
    config().meterFilter(new ClosedLabels());
    new JvmMemoryMetrics().bindTo(this);
    new JvmThreadMetrics().bindTo(this);
    new ClassLoaderMetrics().bindTo(this);
    new ProcessorMetrics().bindTo(this);
    new FileDescriptorMetrics().bindTo(this);
    new UptimeMetrics().bindTo(this);
    gc.bindTo(this);
    MeterList.all().forEach(meter -> begin(meter, Map.of()));
    reloads = new ReloadMeters(this);
  }

  /**
   * Makes the counters begin at 0 whose labels are known only now.
   *
   * @param values by name of label, for example {@code channel}: email, sms
   */
  public void expect(Map<String, ? extends Collection<String>> values) {
    MeterList.all().forEach(meter -> begin(meter, values));
    followers.forEach(follower -> follower.accept(values));
  }

  void onExpect(Consumer<Map<String, ? extends Collection<String>>> follower) {
    followers.add(follower);
  }

  /** For each combination of values; nothing while those of a label are not known. */
  private void begin(BusinessMeter meter, Map<String, ? extends Collection<String>> values) {
    List<List<Tag>> series = List.of(List.of());
    for (MeterLabel label : meter.labels()) {
      Collection<String> of = label.values().isEmpty() ? values.get(label.name()) : label.values();
      series = of == null ? List.of() : series.stream().flatMap(tags -> of.stream().map(value -> and(tags, label, value))).toList();
    }
    for (List<Tag> tags : series) {
      if (meter.isCounter()) {
        counter(meter.name(), tags);
      } else if (meter.isTimer()) {
        timer(meter.name(), tags);
      }
    }
  }

  private static List<Tag> and(List<Tag> tags, MeterLabel label, String value) {
    List<Tag> more = new ArrayList<>(tags);
    more.add(Tag.of(label.name(), value));
    return more;
  }

  /** Counts what the delivery table says. */
  public DeliveryTable.Events deliveries() {
    return new DeliveryTable.Events() {
      @Override
      public void repeated(String channel, int count) {
        counter("delivery_repeated_total", "channel", channel).increment(count);
      }

      @Override
      public void expired(String channel, int count) {
        counter("delivery_expired_total", "channel", channel).increment(count);
      }
    };
  }

  /** Counts what became of messages whose receipts were due. */
  public ReceiptTable.Events receipts() {
    return (channel, outcome, count) -> counter("delivery_receipts_total", "channel", channel, "outcome", outcome).increment(count);
  }

  /** Those of the HTTP server for transactions. */
  public HttpMeters http() {
    return http;
  }

  /** Those of reloads. */
  public ReloadMeters reloads() {
    return reloads;
  }

  /** Measures a connection pool, as {@code hikaricp_*}. */
  public MetricsTrackerFactory ofPool() {
    return new MicrometerMetricsTrackerFactory(this);
  }

  /** Keeps it: Camel removes the meters of each route it stops, also those that the next generation already uses. */
  @Override
  public Meter remove(Meter.Id id) {
    return null;
  }

  /** Removes it for good. */
  void forget(Meter meter) {
    super.remove(meter.getId());
  }

  /** Removes what is kept of a route that no generation has any more. If one of this id comes back it begins at 0. */
  public void forgetRoute(String routeId) {
    getMeters().stream().filter(meter -> meter.getId().getName().startsWith("camel.") && routeId.equals(meter.getId().getTag("routeId")))
        .forEach(this::forget);
  }

  @Override
  public void close() {
    gc.close();
    super.close();
  }
}
