package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.tracing.CollectorStandIn;

/** What every way in promises, each tried with the real broker. */
@ParameterizedClass
@EnumSource(Transport.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class TransportsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** A payment by this method does not come to an end. */
  private static final String STUCK = """
      when:
        - id: when-stuck
          simple: "${body[message][paymentMethod]} == 'stuck'"
          steps:
            - delay:
                id: never-end
                constant: "600000"
      """.indent(18);

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;
  private static CollectorStandIn collector;
  private static Path where;

  @Parameter
  private Transport transport;

  @BeforeParameterizedClassInvocation
  static void start(Transport transport) throws Exception {
    where = folder.resolve(transport.name());
    Files.createDirectory(where);
    EditedTree tree = EditedTree.in(where);
    tree.replace("routes/intake/settle-transaction.camel.yaml", "                  when:\n", STUCK);
    collector = new CollectorStandIn(0);
    wadi = new RunningWadi(where.resolve("data"), settings(transport)).startIn(tree.root());
  }

  private static String[] settings(Transport transport) {
    return Stream.concat(transport.settings(where).stream(), Stream.of("INTAKE_MESSAGE_LIMIT=64KiB", "HTTP_BODY_LIMIT=64KiB", "TRACING_ENABLED=true",
        "TRACING_ENDPOINT=" + collector.endpoint())).toArray(String[]::new);
  }

  @AfterParameterizedClassInvocation
  static void stop(Transport transport) throws Exception {
    wadi.close();
    collector.close();
    transport.end();
  }

  private static String transaction(String order, String method, String amount) {
    return """
        {"order": {"id": "%s", "name": "a book"}, "paymentMethod": "%s", "payment": {"card": "4111 1111 1111 1111", "amount": %s, "currency": "INR"}}"""
        .formatted(order, method, amount);
  }

  private void send(String body, String id) throws Exception {
    transport.send(wadi, "transactions", body, id);
  }

  private static String name() {
    return UUID.randomUUID().toString().substring(0, 8) + "-x";
  }

  private static int stored(String order) {
    return count("select count(*) from transaction where body->'order'->>'id' = ?", order);
  }

  private static int count(String sql, String parameter) {
    try (Connection database = wadi.database(); PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, parameter);
      ResultSet rows = query.executeQuery();
      rows.next();
      return rows.getInt(1);
    } catch (Exception e) {
      return -1; // not there yet
    }
  }

  private static int mailed(String order) {
    return count("""
        select count(*) from transaction t join alert a on a.transaction_id = t.id join delivery d on d.source_id = a.id::text
        where d.channel = 'email' and d.status = 'delivered' and t.body->'order'->>'id' = ?""", order);
  }

  private int parked() {
    return count("select count(*) from dead_letter where from_route = ?", "receive-transaction-" + transport.name().toLowerCase(Locale.ROOT));
  }

  @Test
  @Order(1)
  void a_held_transaction_ends_as_a_mail_and_a_clean_one_is_stored() throws Exception {
    String held = name();
    String clean = name();

    send(transaction(held, "amazonpay", "25000.00"), held);
    send(transaction(clean, "amazonpay", "12.50"), clean);

    await().atMost(PATIENCE).until(() -> mailed(held) == 1 && stored(clean) == 1);
    assertThat(count("select count(*) from transaction where transport = ?", transport.name().toLowerCase(Locale.ROOT))).isEqualTo(2);
    assertThat(count("select count(*) from transaction where body::text like '%4111 1111%' and ? <> ''", held)).isZero();
  }

  @Test
  @Order(2)
  void what_is_no_transaction_is_put_aside_and_holds_up_nothing() throws Exception {
    String good = name();
    List<String> bad = List.of("no json", "[1, 2]", "{\"order\": {}}", "[".repeat(200) + "]".repeat(200),
        transaction("x".repeat(100_000), "amazonpay", "1"), "");
    for (String body : bad) {
      send(body, null);
    }
    send(transaction(good, "amazonpay", "12.50"), good);

    await().atMost(PATIENCE).until(() -> stored(good) == 1);
    if (transport.hasBroker()) {
      await().atMost(PATIENCE).until(() -> parked() == bad.size());
      assertThat(count("select count(distinct split_part(reason, ':', 1)) from dead_letter where ? <> ''", good)).isGreaterThanOrEqualTo(3);
    }
    assertThat(wadi.command("parked", "messages").output()).contains(transport.hasBroker() ? "MessageTooLarge" : "");
  }

  @Test
  @Order(3)
  void the_same_message_has_one_effect_and_two_equal_ones_have_two() throws Exception {
    String once = name();
    String twice = name();
    String last = name();
    send(transaction(once, "amazonpay", "25000.00"), once);
    await().atMost(PATIENCE).until(() -> stored(once) == 1);
    send(transaction(once, "amazonpay", "25000.00"), once);
    send(transaction(twice, "amazonpay", "12.50"), null);
    send(transaction(twice, "amazonpay", "12.50"), null);
    send(transaction(last, "amazonpay", "12.50"), last);

    await().atMost(PATIENCE).until(() -> stored(last) == 1 && stored(twice) == 2 && mailed(once) == 1);
    assertThat(stored(once)).isEqualTo(1);
  }

  @Test
  @Order(4)
  void alerts_of_others_come_in_the_same_way() throws Exception {
    long id = System.nanoTime();
    transport.send(wadi, "alerts", "{\"alertId\": %d, \"severity\": \"low\", \"text\": \"look at 4111111111111111\"}".formatted(id), null);
    transport.send(wadi, "alerts", "{\"alertId\": %d, \"severity\": \"low\", \"text\": \"look at 4111111111111111\"}".formatted(id), null);
    transport.send(wadi, "alerts", "{\"alertId\": %d, \"severity\": \"low\", \"text\": \"the last one\"}".formatted(id + 1), null);

    String delivered = "select count(*) from delivery where channel = 'email' and status = 'delivered' and source_id = ?";
    await().atMost(PATIENCE).until(() -> count(delivered, Long.toString(id)) == 1 && count(delivered, Long.toString(id + 1)) == 1);
    assertThat(wadi.get("/inbox").body()).contains("look at 411111******1111").doesNotContain("4111111111111111");
  }

  @Test
  @Order(5)
  void a_notification_has_its_effect_once_and_each_recipient_an_end_and_what_is_none_is_put_aside() throws Exception {
    String number = "+4477009" + UUID.randomUUID().toString().replaceAll("[^1-9]", "").substring(0, 5);
    String name = name();
    String body = "{\"recipients\": {\"email\": [\"%s@example.com\"], \"sms\": [\"%s\"]}, \"subject\": \"Parcel\", \"text\": \"It is here\"}".formatted(name, number);
    transport.send(wadi, "notifications", body, name);
    await().atMost(PATIENCE).until(() -> ended(name + "@example.com") == 1 && ended(number) == 1);
    transport.send(wadi, "notifications", body, name);
    for (String bad : List.of("no json", "{\"recipients\": {}}", "{\"recipients\": {\"sms\": [\"12\"]}, \"text\": \"a\"}")) {
      transport.send(wadi, "notifications", bad, null);
    }
    String last = name();
    transport.send(wadi, "notifications", body.replace(name, last), last);

    await().atMost(PATIENCE).until(() -> ended(last + "@example.com") == 1 && ended(number) == 2);
    assertThat(ended(name + "@example.com")).isEqualTo(1);
    if (transport.hasBroker()) {
      await().atMost(PATIENCE).until(() -> count("select count(*) from dead_letter where from_route = ?",
          "receive-notification-" + transport.name().toLowerCase(Locale.ROOT)) == 3);
    }
    assertThat(count("select count(*) from notification where ? <> ''", name)).isEqualTo(2);
  }

  private static int ended(String recipient) {
    return count("select count(*) from delivery where source = 'notification' and status = 'delivered' and recipient = ?", recipient);
  }

  @Test
  @Order(6)
  void while_the_broker_is_away_transactions_are_taken_over_http_and_their_alerts_wait() throws Exception {
    if (!transport.hasBroker()) {
      return;
    }
    List<String> held = new ArrayList<>();
    transport.breakBroker();
    await().atMost(PATIENCE).until(() -> wadi.get("/observe/health/ready").body().contains("\"DEGRADED\""));
    for (int i = 0; i < 5; i++) {
      String order = name();
      assertThat(wadi.transact(transaction(order, "amazonpay", "25000.00")).statusCode()).isEqualTo(402);
      held.add(order);
    }
    assertThat(wadi.get("/observe/health/ready").statusCode()).isEqualTo(200);
    transport.mendBroker();

    await().atMost(PATIENCE).until(() -> held.stream().allMatch(order -> mailed(order) == 1));
    String later = name();
    send(transaction(later, "amazonpay", "25000.00"), later);
    await().atMost(PATIENCE).until(() -> mailed(later) == 1);
  }

  @Test
  @Order(7)
  void of_five_messages_two_under_way_at_a_kill_come_again_and_no_others() throws Exception {
    List<String> orders = new ArrayList<>();
    for (String letter : List.of("A", "B", "C", "D", "E")) {
      orders.add(letter + name());
    }
    boolean inOrder = transport == Transport.KAFKA;
    for (String order : orders) {
      send(transaction(order, "CE".contains(order.substring(0, 1)) ? "stuck" : "amazonpay", "12.50"), order);
    }
    await().atMost(PATIENCE).until(() -> stored(orders.get(0)) == 1 && stored(orders.get(1)) == 1 && (inOrder || stored(orders.get(3)) == 1));
    wadi.killHard();
    wadi.start();
    if (!transport.hasBroker()) {
      for (String order : orders) { // as a client does that has got no answer
        send(transaction(order, "CE".contains(order.substring(0, 1)) ? "stuck" : "amazonpay", "12.50"), order);
      }
    }

    await().atMost(PATIENCE).until(() -> orders.stream().allMatch(order -> stored(order) == 1));
    String after = name();
    send(transaction(after, "amazonpay", "12.50"), after);
    await().atMost(PATIENCE).until(() -> stored(after) == 1);
    assertThat(orders).allMatch(order -> stored(order) == 1);
  }

  @Test
  @Order(8)
  void a_trace_goes_out_to_the_broker_with_an_alert_and_comes_back_with_it() throws Exception {
    String broker = transport == Transport.HTTP ? "artemis" : transport.name().toLowerCase(Locale.ROOT);
    String trace = UUID.randomUUID().toString().replace("-", "");
    assertThat(wadi.transact(transaction(name(), "amazonpay", "25000.00"), "traceparent", "00-" + trace + "-b7ad6b7169203331-01", "tracestate", "shop=a").statusCode())
        .isEqualTo(402);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.of(trace)).extracting(CollectorStandIn.Seen::name).contains("receive-alert-" + broker,
        "receive-transaction-http"));
    assertThat(collector.way(collector.find(trace, "receive-alert-" + broker).orElseThrow())).containsExactly("receive-alert-" + broker,
        "publish-alert-" + broker + ".publish", "raise-alert.send-out", "raise-alert", "accept-transaction", "receive-transaction-http");
  }
}
