package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Ports;
import wadi.tracing.CollectorStandIn;
import wadi.tracing.CollectorStandIn.Seen;

/** What a collector sees of a Wadi, and that Wadi does not need it. docs/tracing.md */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class TracingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CARD = Cards.number(8, 16);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String HELD = """
      {"order": {"id": "a-secret-order", "name": "a book"}, "paymentMethod": "amazonpay", "payment": {"card": "%s", "amount": 25000.00, "currency": "INR"}}"""
      .formatted(CARD);
  private static final Set<String> ATTRIBUTES = Set.of("messaging.system", "messaging.destination.name", "http.route", "http.request.method",
      "http.response.status_code", "server.address", "error.type", "transaction.id", "alert.id");

  @TempDir
  private static Path folder;
  private static int port;
  private static CollectorStandIn collector;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    port = Ports.free();
    collector = new CollectorStandIn(port);
    wadi = new RunningWadi(folder.resolve("data"), "TRACING_ENABLED=true", "TRACING_ENDPOINT=" + collector.endpoint(), "TRACING_SERVICE_NAME=shop-wadi",
        "ALERTING_EMAIL_TO=ann@example.com").start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    collector.close();
  }

  private static int transact(String traceparent) throws Exception {
    return wadi.transact(HELD, "traceparent", traceparent).statusCode();
  }

  @Test
  @Order(1)
  void a_held_transaction_is_one_trace_from_its_request_over_the_broker_to_the_mail() throws Exception {
    assertThat(transact("00-" + TRACE + "-b7ad6b7169203331-01")).isEqualTo(402);
    await().atMost(PATIENCE).until(() -> collector.find(TRACE, "send-email-smtp.send").isPresent() && collector.find(TRACE, "release-email").isPresent()
        && collector.find(TRACE, "receive-alert-artemis").isPresent());
    Seen mail = collector.find(TRACE, "send-email-smtp.send").orElseThrow();
    assertThat(collector.way(mail)).containsExactly("send-email-smtp.send", "send-email-smtp", "release-email", "deliver-email.promise", "deliver-email", "route-alert",
        "accept-alert-once", "accept-alert", "receive-alert-artemis", "publish-alert-artemis.publish", "raise-alert.send-out", "raise-alert", "accept-transaction",
        "receive-transaction-http");
    Seen request = collector.find(TRACE, "receive-transaction-http").orElseThrow();
    assertThat(request.parent()).isEqualTo("b7ad6b7169203331");
    assertThat(request.kind()).isEqualTo("SERVER");
    assertThat(request.service()).isEqualTo("shop-wadi");
    assertThat(request.attributes()).containsEntry("http.route", "/transact").containsEntry("http.response.status_code", "402").containsKey("transaction.id");
    assertThat(collector.find(TRACE, "publish-alert-artemis.publish").orElseThrow().attributes()).containsEntry("messaging.destination.name", "wadi.alerts");
  }

  @Test
  @Order(2)
  void no_span_says_anything_about_people_or_their_money() {
    assertThat(collector.spans()).hasSizeGreaterThan(10).allSatisfy(span -> {
      assertThat(span.attributes().keySet()).as(span.name()).isSubsetOf(ATTRIBUTES);
      assertThat(span.events()).isZero();
    });
    assertThat(collector.spans().toString()).doesNotContain(CARD, CARD.substring(12), "secret", "book", "25000", "example.com", "amazonpay");
  }

  @Test
  @Order(3)
  void what_is_no_traceparent_harms_nothing_and_gets_a_trace_of_its_own() throws Exception {
    for (String hostile : List.of("garbage", "00-" + "f".repeat(7_000), "00-" + TRACE + "-0000000000000000-01", "00-" + TRACE + "-b7ad6b7169203331-01; DROP TABLE")) {
      assertThat(transact(hostile)).as(hostile.substring(0, 7)).isEqualTo(402);
    }
    await().atMost(PATIENCE).until(() -> requests() == 5);
    assertThat(collector.of(TRACE).stream().filter(span -> span.name().equals("receive-transaction-http"))).hasSize(1);
  }

  private static long requests() {
    return collector.spans().stream().filter(span -> span.name().equals("receive-transaction-http")).map(Seen::trace).distinct().count();
  }

  @Test
  @Order(4)
  void a_reload_goes_on_with_the_spans() throws Exception {
    assertThat(wadi.command("reload", "--skip-specs", "--reason", "a test").code()).isZero();
    String trace = "1" + TRACE.substring(1);
    assertThat(transact("00-" + trace + "-b7ad6b7169203331-01")).isEqualTo(402);
    await().atMost(PATIENCE).until(() -> collector.find(trace, "send-email-smtp.send").isPresent());
  }

  @Test
  @Order(5)
  void while_the_collector_is_away_transactions_are_answered_and_mails_go_out_and_the_log_says_it_once() throws Exception {
    collector.close();
    int before = Mailbox.of(wadi).mails().size();
    for (int i = 0; i < 20; i++) {
      assertThat(transact("00-" + TRACE + "-b7ad6b7169203331-01")).isEqualTo(402);
    }
    await().atMost(PATIENCE).until(() -> Mailbox.of(wadi).mails().size() == before + 20 && wadi.output().contains("spans were lost"));
    assertThat(transact("00-" + TRACE + "-b7ad6b7169203331-01")).isEqualTo(402);
    long begin = System.nanoTime();
    assertThat(wadi.signal("TERM")).isIn(0, 143);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(wadi.output()).containsOnlyOnce("spans were lost");
  }
}
