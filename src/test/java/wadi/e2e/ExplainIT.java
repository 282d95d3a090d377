package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Wadi says what would become of a message, and nothing becomes of it. */
class ExplainIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** What other work than an explanation moves on: who is alive, which numbers are reserved. */
  private static final List<String> ALIVE = List.of("process", "id_lease");
  private static final Pattern MOVES = Pattern.compile("(?m)^(?!#)(intake|fraud|alerting|delivery|payload)_\\w+(?<!_since_seconds)(\\{.*\\})? .*$");

  @TempDir
  private static Path folder;
  private static EditedTree tree;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    tree = EditedTree.in(folder);
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  private static String transaction(int amount) {
    return """
        {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": %d, "currency": "INR"}}""".formatted(amount);
  }

  private static JsonNode explained(Path message) throws Exception {
    RunningWadi.Ended ended = wadi.command("explain", "--live", "--json", message.toString());
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("4111111111111111");
    return JSON.readTree(ended.output());
  }

  private static JsonNode velocity(JsonNode explanation) {
    for (JsonNode rule : explanation.get("rules")) {
      if (rule.get("id").asText().equals("card-velocity")) {
        return rule.get("values").get("velocity.card_10m.count");
      }
    }
    throw new AssertionError("no rule card-velocity");
  }

  /** How many rows each table has. */
  private static Map<String, Long> rows() throws Exception {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      tables.removeAll(ALIVE);
      for (String table : tables) {
        try (ResultSet count = statement.executeQuery("select count(*) from \"" + table + "\"")) {
          count.next();
          rows.put(table, count.getLong(1));
        }
      }
      try (ResultSet used = statement.executeQuery("select sum(used) from budget_window")) {
        used.next();
        rows.put("budgets used", used.getLong(1));
      }
    }
    return rows;
  }

  private static List<String> measured() throws Exception {
    return MOVES.matcher(wadi.get("/observe/metrics").body()).results().map(found -> found.group()).toList();
  }

  @Test
  void after_twenty_explanations_no_row_no_measure_and_no_window_has_changed() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(wadi.transact(transaction(100)).statusCode()).isEqualTo(200);
    }
    assertThat(wadi.transact(transaction(25_000)).statusCode()).isEqualTo(402);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(JSON.readTree(wadi.get("/ops/deliveries?status=delivered").body()).get("deliveries")).hasSize(2));
    Path message = Files.writeString(folder.resolve("message.json"), transaction(25_000));
    JsonNode first = explained(message);
    assertThat(velocity(first).asLong()).as("six, and this one").isEqualTo(7);
    assertThat(first.at("/verdict/decision").asText()).isEqualTo("held");
    assertThat(first.get("deliveries")).hasSize(2);
    assertThat(first.get("notes")).isEmpty();
    assertThat(first.get("deliveries")).allSatisfy(delivery -> {
      assertThat(delivery.get("budget").asText()).matches("(smtp|africastalking): 1 of \\d+ this hour");
      assertThat(delivery.get("forecast").asText()).isEqualTo("all that waits leaves today");
    });
    assertThat(wadi.command("budgets").output()).contains("smtp", "1/10000", "Forecast: all that waits leaves today.");
    Map<String, Long> rows = rows();
    await().atMost(PATIENCE).until(() -> measured().stream().filter(line -> line.startsWith("delivery_budget_used") && line.endsWith(" 1.0")).count() == 2);
    List<String> measured = measured();
    assertThat(rows).containsEntry("budgets used", 2L).containsEntry("alert", 1L).containsEntry("delivery", 2L);
    assertThat(measured).anyMatch(line -> line.startsWith("fraud_verdicts_total") && line.contains("clean"));

    for (int i = 0; i < 20; i++) {
      JsonNode again = JSON.readTree(post(transaction(25_000)).body());
      assertThat(again.at("/verdict/decision").asText()).isEqualTo("held");
      assertThat(velocity(again).asLong()).isEqualTo(7);
    }

    assertThat(rows()).isEqualTo(rows);
    assertThat(measured()).isEqualTo(measured);
    assertThat(wadi.transact(transaction(100)).statusCode()).isEqualTo(200);
    assertThat(velocity(explained(message)).asLong()).as("one more was counted: that one").isEqualTo(8);
  }

  @Test
  void what_is_live_after_a_reload_is_what_explains() throws Exception {
    Path message = Files.writeString(folder.resolve("alert.json"), "{\"severity\": \"low\", \"amount\": \"5.00\"}");
    assertThat(wadi.command("explain", "--live", message.toString()).output()).contains("email to fraud-review@example.com").doesNotContain("NEW WORDS");

    Path subject = tree.path("templates/email/fraud.subject.mustache");
    Files.writeString(subject, "NEW WORDS " + Files.readString(subject));
    assertThat(wadi.command("explain", "--live", message.toString()).output()).as("not live yet").doesNotContain("NEW WORDS");
    new Operator(wadi).reload(200, "?skip-specs=true&reason=test");

    assertThat(wadi.command("explain", "--live", message.toString()).output()).contains("      NEW WORDS [low]");
    assertThat(wadi.output()).doesNotContain("was not answered");
  }

  private static HttpResponse<String> post(String message) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + wadi.port("MANAGEMENT_PORT") + "/ops/explain"))
        .header("Authorization", "Bearer " + Files.readString(wadi.data().resolve("secrets/operations-token")).strip())
        .POST(HttpRequest.BodyPublishers.ofString(message)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
