package wadi.platform.meters;

import java.util.List;
import java.util.stream.Collectors;

/** docs/metrics.md: every meter with its labels and their values. */
public final class MetricsPage {
  /** Where it stands, from Wadi's folder. */
  public static final String PATH = "docs/metrics.md";

  private static final String HEAD = """
      <!-- written by ./wadi docs from wadi.platform.meters.MeterList, do not edit -->
      # Metrics

      `/observe/metrics` on the management port answers in Prometheus format. What to look at first stands in
      [operate.md](operate.md#health-and-metrics); a scrape file, rules and dashboards in [ops/](../ops/README.md).

      - Counters are those of this process since its start, and begin at 0: `rate()` shows the first event.
      - Label values come from closed sets. A set may get new values, for example a channel that somebody adds; when there are too
        many, further ones are counted as `other`, and what a step leaves out as `unknown`.
      - A counter of a step in a route that is in a transaction has counted also when the commit fails after it.
      - Gauges from the backlog reader show the whole database, the same from each process: take `max`, never `sum`, over processes.
        They are read every 5 seconds, more rarely when reading takes longer than a quarter of a second.
      - The original mail service's names are kept: `mails_sent_total`, `mails_fails_total`, `payload_template_total`, `payload_priority_total`. With
        `management.legacy-metrics-port=5000` these four are also where its dashboards look. Those of sites are the names of blackbox_exporter.
      - Histograms have `_bucket`, `_count` and `_sum`, and a gauge `_max` of the last minutes.

      ## Wadi's own
      """;

  private static final String TAIL = """

      ## From libraries

      | metrics | what |
      |---|---|
      | `camel_exchanges_total`, `_succeeded_total`, `_failed_total`, `_failures_handled_total` | exchanges that left a route, by `routeId` |
      | `camel_exchanges_external_redeliveries_total` | exchanges that a broker sent again, by `routeId` |
      | `camel_route_policy_seconds` | time in each route, by `routeId`: count, sum and max |
      | `hikaricp_connections*` | the connection pool: active, idle, pending, max, and the time to acquire one |
      | `jvm_*` | memory, garbage collection, threads, classes |
      | `process_*`, `system_*` | processor, open files, uptime |
      """;

  private MetricsPage() {}

  /** The whole page. */
  public static String text() {
    return HEAD + MeterList.all().stream().map(MetricsPage::section).collect(Collectors.joining()) + TAIL;
  }

  private static String section(BusinessMeter meter) {
    String about = "\n### `%s`\n\n%s.\n\n%s of %s, kept by the %s.".formatted(meter.name(), meter.description(), kind(meter), meter.unit(),
        meter.counted());
    String labels = meter.labels().isEmpty() ? "\n" : "\n\n| label | values |\n|---|---|\n"
        + meter.labels().stream().map(label -> "| `%s` | %s |\n".formatted(label.name(), values(label))).collect(Collectors.joining());
    return about + labels;
  }

  private static String kind(BusinessMeter meter) {
    return switch (meter.type()) {
      case COUNTER -> "Counter";
      case TIMER -> "Histogram";
      default -> "Gauge";
    };
  }

  private static String values(MeterLabel label) {
    List<String> quoted = label.values().stream().map(value -> "`" + value + "`").toList();
    return quoted.isEmpty() ? label.meaning() : String.join(", ", quoted) + (label.meaning().isEmpty() ? "" : "; " + label.meaning());
  }
}
