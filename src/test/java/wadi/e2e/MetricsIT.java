package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.PrometheusServer;
import wadi.platform.meters.BusinessMeter;
import wadi.platform.meters.Dashboard;
import wadi.platform.meters.MeterList;
import wadi.sites.SiteCertificates;
import wadi.sites.SiteServer;

/** What /observe/metrics says of a Wadi that has done nothing, and then of what it did. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CARD = Cards.number(7, 16);
  private static final Set<String> NOT_ZERO = Set.of("broker_up", "backlog_scrape_up", "delivery_budget_limit", "delivery_forecast_seconds",
      "delivery_provider_up", "fraud_velocity_since_seconds", "fraud_velocity_up", "runtime_generation", "runtime_config_info",
      "runtime_generations_distinct", "runtime_last_reload_successful", "runtime_last_reload_success_timestamp_seconds");
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data"), "SITES_ALLOW_PRIVATE=true", "SITES_TLS_CA=" + SiteCertificates.authority().replace("\n", " ")).start();
    await().atMost(PATIENCE).until(() -> scrape().get("backlog_scrape_up") == 1);
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  @Order(1)
  void before_anything_happens_every_meter_of_the_list_is_there_and_zero() throws Exception {
    Map<String, Double> series = scrape();
    String text = wadi.get("/observe/metrics").body();
    for (BusinessMeter meter : MeterList.all().stream().filter(meter -> !isOfSites(meter)).toList()) {
      assertThat(text).contains("# HELP " + meter.name() + " " + meter.description() + "\n");
      Map<String, Double> ofMeter = new TreeMap<>(series);
      ofMeter.keySet().removeIf(name -> !name.matches(meter.name() + "(_count|_bucket|_sum|_max)?(\\{.*)?"));
      assertThat(ofMeter).as(meter.name()).isNotEmpty();
      if (!NOT_ZERO.contains(meter.name())) {
        assertThat(ofMeter).allSatisfy((name, value) -> assertThat(value).as(name).isZero());
      }
      boolean listed = meter.labels().stream().anyMatch(label -> label.values().contains("unknown"));
      assertThat(ofMeter.keySet()).noneMatch(name -> name.contains("unknown") && !listed || name.contains("=\"other\""));
    }
    assertThat(series).containsKeys("errors_parked_total{source=\"receive-alert-artemis\"}", "outbox_backlog{topic=\"alerts\"}",
        "fraud_reasons_total{decision=\"held\",reason=\"LARGE_AMOUNT\"}", "fraud_reasons_total{decision=\"clean\",reason=\"SAMPLE\"}",
        "fraud_shadow_reasons_total{decision=\"clean\",reason=\"LARGE_AMOUNT\"}", "fraud_shadow_verdicts_total{decision=\"clean\",would=\"held\"}",
        "intake_transactions_total{outcome=\"settled\",transport=\"http\"}", "delivery_outcomes_total{channel=\"email\",outcome=\"retry\"}");
  }

  @Test
  @Order(2)
  void what_happens_is_counted_exactly() throws Exception {
    Map<String, Double> before = scrape();
    assertThat(wadi.transact(transaction("amazonpay", "123.00")).statusCode()).isEqualTo(200);
    assertThat(wadi.transact(transaction("amazonpay", "124.00")).statusCode()).isEqualTo(200);
    assertThat(wadi.transact(transaction("amazonpay", "12000.00")).statusCode()).isEqualTo(200);
    assertThat(wadi.transact(transaction("amazonpay", "25000.00")).statusCode()).isEqualTo(402);
    assertThat(wadi.transact(transaction("amazonpay", "150000.00")).statusCode()).isEqualTo(402);
    assertThat(wadi.transact(transaction("sandbox-decline", "10.00")).statusCode()).isEqualTo(502);
    assertThat(wadi.transact("{}").statusCode()).isEqualTo(422);
    assertThat(wadi.transact("{").statusCode()).isEqualTo(400);
    assertThat(wadi.transact("").statusCode()).isEqualTo(400);
    assertThat(send("POST", "/transact", "x".repeat(1_100_000))).isEqualTo(413);
    assertThat(send("GET", "/transact", "")).isEqualTo(405);
    assertThat(send("BREW", "/transact", "")).isEqualTo(405);
    assertThat(send("GET", "/no/such/" + CARD, "")).isEqualTo(404);

    Map<String, Double> expected = new TreeMap<>();
    expected.put("intake_transactions_total{outcome=\"settled\",transport=\"http\"}", 3.0);
    expected.put("intake_transactions_total{outcome=\"held\",transport=\"http\"}", 2.0);
    expected.put("intake_transactions_total{outcome=\"not_settled\",transport=\"http\"}", 1.0);
    expected.put("intake_transactions_total{outcome=\"refused_incomplete\",transport=\"http\"}", 1.0);
    expected.put("intake_transactions_total{outcome=\"refused_malformed\",transport=\"http\"}", 2.0);
    expected.put("fraud_verdicts_total{decision=\"clean\"}", 3.0);
    expected.put("fraud_verdicts_total{decision=\"review\"}", 1.0);
    expected.put("fraud_verdicts_total{decision=\"held\"}", 2.0);
    expected.put("fraud_reasons_total{decision=\"review\",reason=\"NOTABLE_AMOUNT\"}", 1.0);
    expected.put("fraud_reasons_total{decision=\"held\",reason=\"LARGE_AMOUNT\"}", 2.0);
    expected.put("fraud_reasons_total{decision=\"held\",reason=\"VERY_LARGE_AMOUNT\"}", 1.0);
    expected.put("fraud_check_seconds_count", 6.0);
    for (String severity : Set.of("low", "high", "critical")) {
      expected.put("alerting_raised_total{severity=\"" + severity + "\"}", 1.0);
      expected.put("alerting_routed_total{channel=\"email\",severity=\"" + severity + "\"}", 1.0);
    }
    for (String severity : Set.of("high", "critical")) {
      expected.put("alerting_routed_total{channel=\"sms\",severity=\"" + severity + "\"}", 1.0);
    }
    expected.put("delivery_outcomes_total{channel=\"email\",outcome=\"delivered\"}", 3.0);
    expected.put("delivery_outcomes_total{channel=\"sms\",outcome=\"delivered\"}", 2.0);
    expected.put("mails_sent_total", 3.0);
    expected.put("payload_template_total{template=\"fraud\"}", 3.0);
    for (String priority : Set.of("50", "150", "200")) {
      expected.put("payload_priority_total{priority=\"" + priority + "\"}", 1.0);
    }
    String post = "http_server_requests_seconds_count{method=\"POST\",route=\"/transact\",status=\"%d\"}";
    Map.of(200, 3, 402, 2, 502, 1, 422, 1, 400, 2, 413, 1).forEach((status, n) -> expected.put(post.formatted(status), n.doubleValue()));
    expected.put("http_server_requests_seconds_count{method=\"GET\",route=\"/transact\",status=\"405\"}", 1.0);
    expected.put("http_server_requests_seconds_count{method=\"other\",route=\"/transact\",status=\"405\"}", 1.0);
    expected.put("http_server_requests_seconds_count{method=\"GET\",route=\"unknown\",status=\"404\"}", 1.0);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(increments(before)).isEqualTo(expected));
  }

  @Test
  @Order(3)
  void a_message_that_is_parked_is_counted_by_the_route_that_failed() throws Exception {
    try (var broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT")); var context = broker.createContext()) {
      context.createProducer().send(context.createQueue("wadi.alerts"), "{ no alert " + CARD);
    }
    Map<String, Double> expected = Map.of("errors_parked_total{source=\"receive-alert-artemis\"}", 1.0,
        "errors_dead_letters{source=\"receive-alert-artemis\"}", 1.0, "errors_parked_total{source=\"receive-transaction-artemis\"}", 0.0,
        "errors_dead_letters{source=\"receive-transaction-artemis\"}", 0.0, "errors_parked_total{source=\"release-storms\"}", 0.0,
        "errors_dead_letters{source=\"release-storms\"}", 0.0, "errors_parked_total{source=\"release-callbacks\"}", 0.0,
        "errors_dead_letters{source=\"release-callbacks\"}", 0.0, "errors_parked_total{source=\"receive-site-check-artemis\"}", 0.0,
        "errors_dead_letters{source=\"receive-site-check-artemis\"}", 0.0);
    await().atMost(PATIENCE).untilAsserted(() -> {
      Map<String, Double> errors = new TreeMap<>(scrape());
      errors.keySet().removeIf(series -> !series.startsWith("errors_"));
      assertThat(errors).isEqualTo(expected);
    });
  }

  @Test
  @Order(4)
  void every_metric_of_the_dashboard_is_in_the_scrape() throws Exception {
    watch();
    Set<String> names = new TreeSet<>();
    scrape().keySet().forEach(series -> names.add(series.replaceFirst("\\{.*", "")));
    assertThat(names).containsAll(Dashboard.read().metrics());
    assertThat(MeterList.all()).filteredOn(MetricsIT::isOfSites).isNotEmpty().allSatisfy(
        meter -> assertThat(names).as(meter.name()).contains(meter.name()));
  }

  /** These have no series until a site is watched. */
  private static boolean isOfSites(BusinessMeter meter) {
    return meter.labels().stream().anyMatch(label -> label.name().equals("site"));
  }

  /** A site over TLS, until it was looked at. */
  private static void watch() throws Exception {
    try (SiteServer sites = new SiteServer(); Connection database = wadi.database(); Statement statement = database.createStatement()) {
      statement.execute("insert into sites (id, name, url, regexp) values (1, 'shop', '%s', 'hello')".formatted(sites.url("shop", SiteCertificates.Kind.GOOD)));
      await().atMost(PATIENCE).until(() -> scrape().keySet().stream().anyMatch(series -> series.startsWith("probe_ssl_earliest_cert_expiry{")));
    }
  }

  @Test
  @Order(5)
  void no_label_holds_what_was_sent() throws Exception {
    assertThat(wadi.get("/observe/metrics").body()).doesNotContain(CARD).doesNotContain("BREW").doesNotContain("no/such").doesNotContain("camel-1");
  }

  @Test
  @Order(6)
  void every_panel_of_every_dashboard_has_series() throws Exception {
    try (PrometheusServer prometheus = PrometheusServer.reading(wadi.port("MANAGEMENT_PORT"))) {
      List<String> empty = Dashboard.read().queries().stream().map(Dashboard.Query::overAll).collect(Collectors.toCollection(ArrayList::new));
      assertThat(empty).hasSizeGreaterThan(80);
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
        empty.removeIf(expression -> !prometheus.query(expression).isEmpty());
        assertThat(empty).as("asked of a real Prometheus, these have no series").isEmpty();
      });
    }
  }

  /** Of our own meters: counters, and how often timers have measured; only what has grown. */
  private static Map<String, Double> increments(Map<String, Double> before) throws Exception {
    Map<String, Double> grown = new TreeMap<>();
    scrape().forEach((series, value) -> {
      String name = series.replaceFirst("\\{.*", "").replaceFirst("_seconds_count$", "_seconds");
      boolean counts = MeterList.all().stream().anyMatch(meter -> meter.name().equals(name) && name.matches(".*_(total|seconds)"))
          && (series.matches("\\w+_total(\\{.*)?") || series.matches("\\w+_seconds_count(\\{.*)?"));
      if (counts && value > before.getOrDefault(series, 0.0)) {
        grown.put(series, value - before.getOrDefault(series, 0.0));
      }
    });
    return grown;
  }

  private static Map<String, Double> scrape() throws IOException, InterruptedException {
    Map<String, Double> series = new HashMap<>();
    wadi.get("/observe/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
      int end = line.lastIndexOf(' ');
      series.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1).replace("+Inf", "Infinity")));
    });
    return series;
  }

  private static int send(String method, String path, String body) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(wadi.http() + path)).timeout(PATIENCE).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString()).statusCode();
  }

  private static String transaction(String method, String amount) {
    return """
        {"order": {"id": 7, "name": "book", "cost": %s, "currency": "INR"}, "paymentMethod": "%s",
         "payment": {"card": %s, "type": "wallet", "amount": %s, "currency": "INR"}}""".formatted(amount, method, CARD, amount);
  }
}
