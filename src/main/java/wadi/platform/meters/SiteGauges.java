package wadi.platform.meters;

import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import wadi.platform.meters.ShownGauges.Series;
import wadi.platform.postgres.SiteReadings.Phases;
import wadi.platform.postgres.SiteReadings.Reading;

/** How sites are, under the names of Prometheus' blackbox_exporter, so that dashboards made for it show them. */
public final class SiteGauges {
  private final ShownGauges gauges;

  public SiteGauges(Meters meters) {
    this.gauges = new ShownGauges(meters);
  }

  /** Shows these from now on, and no others. */
  public void show(List<Reading> readings) {
    Map<Series, DoubleSupplier> series = new HashMap<>();
    readings.forEach(reading -> add(series, reading));
    gauges.show(series);
  }

  private static void add(Map<Series, DoubleSupplier> series, Reading reading) {
    Tags site = Tags.of("site", reading.site(), "url", withoutQuery(reading.url()));
    put(series, "probe_success", site, reading.up() ? 1 : 0);
    put(series, "probe_duration_seconds", site, reading.seconds());
    put(series, "probe_http_status_code", site, reading.status().orElse(0));
    put(series, "probe_http_ssl", site, reading.url().startsWith("https") ? 1 : 0);
    put(series, "probe_failed_due_to_regex", site, reading.found().filter(found -> !found).isPresent() ? 1 : 0);
    reading.certificateExpires().map(Instant::getEpochSecond).ifPresent(time -> put(series, "probe_ssl_earliest_cert_expiry", site, time));
    Phases phases = reading.phases();
    phases.resolve().ifPresent(seconds -> put(series, "probe_dns_lookup_time_seconds", site, seconds));
    Map<String, Optional<Double>> each = Map.of("resolve", phases.resolve(), "connect", phases.connect(), "tls", phases.tls(), "processing", phases.processing(),
        "transfer", phases.transfer());
    each.forEach((phase, seconds) -> seconds.ifPresent(time -> put(series, "probe_http_duration_seconds", site.and("phase", phase), time)));
  }

  private static void put(Map<Series, DoubleSupplier> series, String name, Tags labels, double value) {
    series.put(new Series(name, labels), () -> value);
  }

  /** What follows may be somebody's. */
  private static String withoutQuery(String url) {
    return url.replaceFirst("[?#].*", "");
  }
}
