package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.sms.SimulatorProcess;

/** SMS through a running Wadi to a short message centre that is a process of its own, and its receipts back. */
@Timeout(180)
@TestMethodOrder(OrderAnnotation.class)
class SmppIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET = "0123456789abcdef";

  @TempDir
  private static Path folder;
  private static SimulatorProcess centre;
  private static EditedTree tree;
  private static RunningWadi wadi;
  private static long lastId = 1;

  @BeforeAll
  static void start() throws Exception {
    centre = SimulatorProcess.smpp();
    tree = EditedTree.in(folder);
    tree.property("delivery.sms.provider", "smpp");
    tree.property("delivery.sms.budget", "unlimited");
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_SMS_SMPP_PORT=" + centre.port(), "DELIVERY_SMS_SMPP_PASSWORD=secret",
        "DELIVERY_SMS_AFRICASTALKING_RECEIPTS_SECRET=" + SECRET).startIn(tree.root());
  }

  @AfterAll
  static void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
    centre.close();
  }

  @BeforeEach
  void without_faults() throws Exception {
    centre.tell("/faults?clear=1");
  }

  /** Promises each text to a number of its own. */
  private static List<String> promise(List<String> texts) throws Exception {
    List<String> numbers = new ArrayList<>();
    try (Connection database = wadi.database(); PreparedStatement insert = database.prepareStatement("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
        values (?, 'test', ?, 'sms', ?, 100, ?, 'waiting', jsonb_build_object('text', ?::text), now())""")) {
      for (String text : texts) {
        long id = ++lastId;
        numbers.add("+4477%08d".formatted(id));
        insert.setLong(1, id);
        insert.setString(2, Long.toString(id));
        insert.setString(3, numbers.get(numbers.size() - 1));
        insert.setLong(4, id);
        insert.setString(5, text);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return numbers;
  }

  /** How many of these have this status, and a last error that is like this. */
  private static long count(List<String> numbers, String status, String error) throws Exception {
    try (Connection database = wadi.database(); PreparedStatement query = database.prepareStatement(
        "select count(*) from delivery where recipient = any (?) and status = ? and coalesce(last_error, '') like ?")) {
      query.setArray(1, database.createArrayOf("text", numbers.toArray()));
      query.setString(2, status);
      query.setString(3, error);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void awaitDelivered(List<String> numbers) {
    await().atMost(PATIENCE).until(() -> count(numbers, "delivered", "%"), delivered -> delivered == numbers.size());
  }

  private static Map<String, List<String>> taken() throws Exception {
    Map<String, List<String>> taken = new TreeMap<>();
    for (JsonNode message : centre.ask("/messages")) {
      taken.computeIfAbsent(message.get("to").asText(), to -> new ArrayList<>()).add(message.get("text").asText());
    }
    return taken;
  }

  @Test
  @Order(1)
  void texts_of_every_kind_arrive_unharmed_and_are_delivered_when_their_receipts_say_so() throws Exception {
    centre.tell("/faults?early=30&repeated=30");
    List<String> texts = List.of("plain", "{€} @£ÄÖ\n2nd line", "a".repeat(200), "a".repeat(201), "я".repeat(200), "я".repeat(201),
        "\uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67".repeat(20), "مرحبا بالعالم \u200Fשלום", "long ".repeat(300));

    List<String> numbers = promise(texts);

    awaitDelivered(numbers);
    Map<String, List<String>> taken = taken();
    assertThat(numbers).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(taken.get(numbers.get(i))).containsExactly(texts.get(i));
    }
  }

  @Test
  @Order(2)
  void a_receipt_of_failure_parks_and_one_of_expiry_expires() throws Exception {
    centre.tell("/faults?failed=100");
    List<String> failed = promise(List.of("never arrives", "in several parts ".repeat(20)));
    await().atMost(PATIENCE).until(() -> count(failed, "parked", "receipt: UNDELIV err:021") == 2);
    centre.tell("/faults?failed=0&expired=100");
    List<String> expired = promise(List.of("too late"));
    await().atMost(PATIENCE).until(() -> count(expired, "expired", "%") == 1);
  }

  @Test
  @Order(3)
  void what_was_throttled_arrives_once_and_what_was_taken_without_an_answer_perhaps_twice() throws Exception {
    centre.tell("/faults?throttled=50");
    List<String> throttled = promise(IntStream.range(0, 20).mapToObj(i -> "throttled " + i).toList());
    awaitDelivered(throttled);
    centre.tell("/faults?throttled=0&drop=100");
    List<String> dropped = promise(List.of("taken, and then the line was dead"));
    await().atMost(PATIENCE).until(() -> count(dropped, "delayed", "perhaps sent: the connection was lost") == 1);
    centre.tell("/faults?drop=0");
    awaitDelivered(dropped);
    Map<String, List<String>> taken = taken();
    assertThat(throttled).allSatisfy(number -> assertThat(taken.get(number)).hasSize(1));
    assertThat(taken.get(dropped.get(0))).hasSizeGreaterThan(1);
    assertThat(new Operator(wadi).metric("delivery_repeated_total{channel=\"sms\"}")).isPositive();
  }

  @Test
  @Order(4)
  void a_reload_in_the_middle_neither_loses_nor_doubles() throws Exception {
    centre.tell("/faults?slow=20&delay=200");
    tree.greeting("a new generation");
    CompletableFuture<Long> reload = CompletableFuture.supplyAsync(() -> {
      try {
        return new Operator(wadi).reload();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    List<String> numbers = new ArrayList<>();
    while (!reload.isDone()) {
      List<String> some = promise(IntStream.range(0, 20).mapToObj(i -> "under reload " + i).toList());
      await().atMost(PATIENCE).until(() -> count(some, "submitted", "%") + count(some, "delivered", "%") > 10);
      numbers.addAll(some);
    }
    reload.join();
    awaitDelivered(numbers);
    Map<String, List<String>> taken = taken();
    assertThat(numbers).allSatisfy(number -> assertThat(taken.get(number)).hasSize(1));
  }

  @Test
  @Order(5)
  void after_a_switch_to_the_other_provider_its_reports_deliver_and_strangers_find_nothing() throws Exception {
    tree.property("delivery.sms.provider", "africastalking");
    new Operator(wadi).reload();
    awaitDelivered(promise(List.of("through the sandbox")));
    assertThat(report("another-secret-of-16", "id=1&status=Success")).isEqualTo(404);
    assertThat(report(SECRET, "id=1&status=Success")).isEqualTo(200);
    assertThat(report(SECRET, "no form")).isEqualTo(400);
    await().atMost(PATIENCE).until(() -> centre.ask("/bound").asInt() == 0);
  }

  private static int report(String secret, String form) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(wadi.http() + "/receipts/africastalking/" + secret))
        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
        HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
