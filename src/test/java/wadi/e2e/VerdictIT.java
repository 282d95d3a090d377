package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verdict is the same wherever somebody reads it: reply, alert, stored row, operations API, command line, metrics. */
class VerdictIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CARD = "4111111111111111";
  private static final String RULES = "routes/fraud/rules.yaml";
  private static final String WATCHING = """

        - id: any-amount
          description: Something is paid
          when: "has(tx.payment.amount) && tx.payment.amount > 0.0"
          score: 100
          shadow: true
          reason: ANY_AMOUNT
      """;

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    EditedTree tree = EditedTree.in(folder);
    tree.write(RULES, tree.read(RULES) + WATCHING);
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  void of_a_held_transaction_all_say_the_same() throws Exception {
    double held = metric("fraud_shadow_verdicts_total{decision=\"held\",would=\"held\"}");
    HttpResponse<String> reply = wadi.transact(transaction("25000.00"), "Idempotency-Key", "held-once");
    assertThat(reply.statusCode()).isEqualTo(402);
    JsonNode verdict = JSON.readTree(reply.body()).get("verdict");
    long id = JSON.readTree(reply.body()).get("transactionID").asLong();

    assertThat(verdict.get("decision").asText()).isEqualTo("held");
    assertThat(verdict.get("score").asInt()).isEqualTo(100);
    assertThat(verdict.get("reasons")).singleElement().isEqualTo(JSON.readTree("""
        {"code": "LARGE_AMOUNT", "text": "The amount is 20,000 or more", "rule": "large-amount", "contribution": 100}"""));
    assertThat(verdict.get("shadowReasons")).singleElement().isEqualTo(JSON.readTree("""
        {"code": "ANY_AMOUNT", "text": "Something is paid", "rule": "any-amount", "contribution": 100}"""));
    assertThat(verdict.get("rules").asText()).matches("[0-9a-f]{12}");
    assertThat(verdict.get("tookMicros").asLong()).isBetween(1L, Duration.ofMinutes(1).toNanos() / 1_000);
    assertThat(wadi.transact(transaction("25000.00"), "Idempotency-Key", "held-once").body()).as("sent again").isEqualTo(reply.body());

    JsonNode stored = ops("/ops/transactions/" + id);
    assertThat(stored.get("verdict")).isEqualTo(verdict);
    assertThat(stored.get("status")).isEqualTo(JSON.readTree(reply.body()).get("transactionStatus"));
    assertThat(stored.at("/card/masked").asText()).isEqualTo("411111******1111");
    assertThat(stored.at("/message/payment/card").asText()).isEqualTo("411111******1111");
    assertThat(stored.get("alerts")).hasSize(1);
    assertThat(row("select score, reasons, shadow_reasons, rules, took_micros, card_bin from transaction where id = " + id)).isEqualTo(
        row("select 100, '%s'::jsonb, '%s'::jsonb, '%s', %s, '411111'".formatted(verdict.get("reasons"), verdict.get("shadowReasons"),
            verdict.get("rules").asText(), verdict.get("tookMicros"))));

    JsonNode alert = ops(stored.at("/alerts/0/href").asText());
    assertThat(alert.get("verdict").properties()).isNotEmpty().allSatisfy(member -> assertThat(member.getValue()).isEqualTo(verdict.get(member.getKey())));
    JsonNode sent = JSON.readTree(row("select item_value from outbox where topic = 'alerts' and (item_value->>'transactionID')::bigint = " + id));
    for (String member : new String[] {"decision", "score", "reasons", "shadowReasons", "rules", "tookMicros"}) {
      assertThat(sent.get(member)).as(member).isEqualTo(verdict.get(member));
    }

    RunningWadi.Ended said = wadi.command("transaction", Long.toString(id));
    assertThat(said.code()).isZero();
    assertThat(said.output()).startsWith("Transaction %d: held, score 100\n".formatted(id)).contains("payment      25000.00 INR by amazonpay, order 7",
        "LARGE_AMOUNT: The amount is 20,000 or more (rule large-amount, +100)", "shadow       ANY_AMOUNT: Something is paid (rule any-amount, +100)",
        "card         411111******1111", verdict.get("rules").asText(), "./wadi alerts " + alert.get("id"));
    RunningWadi.Ended json = wadi.command("transaction", Long.toString(id), "--json");
    assertThat(JSON.readTree(json.output())).isEqualTo(stored);
    assertThat(wadi.command("alerts", alert.get("id").asText()).output()).contains("shadow       ANY_AMOUNT");

    assertThat(metric("fraud_shadow_verdicts_total{decision=\"held\",would=\"held\"}")).as("counted once").isEqualTo(held + 1);
    assertThat(reply.body() + stored + alert + sent + said + json + wadi.output()).doesNotContain(CARD);
    assertThat(row("select count(*) from transaction t where t::text like '%" + CARD + "%'")).isEqualTo("0");
  }

  @Test
  void a_rule_that_only_watches_changes_nothing_and_what_it_would_change_is_counted() throws Exception {
    double reasons = metric("fraud_shadow_reasons_total{decision=\"clean\",reason=\"ANY_AMOUNT\"}");
    double verdicts = metric("fraud_shadow_verdicts_total{decision=\"clean\",would=\"held\"}");
    HttpResponse<String> reply = wadi.transact(transaction("12.50"));
    JsonNode body = JSON.readTree(reply.body());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(body.at("/verdict/decision").asText()).isEqualTo("clean");
    assertThat(body.at("/verdict/reasons")).isEmpty();
    assertThat(body.at("/verdict/shadowReasons/0/code").asText()).isEqualTo("ANY_AMOUNT");
    JsonNode stored = ops("/ops/transactions/" + body.get("transactionID"));
    assertThat(stored.get("verdict")).isEqualTo(body.get("verdict"));
    assertThat(stored.get("alerts")).isEmpty();
    assertThat(metric("fraud_shadow_reasons_total{decision=\"clean\",reason=\"ANY_AMOUNT\"}")).isEqualTo(reasons + 1);
    assertThat(metric("fraud_shadow_verdicts_total{decision=\"clean\",would=\"held\"}")).isEqualTo(verdicts + 1);
  }

  @Test
  void a_number_that_is_not_stored_and_what_is_no_number_are_told_apart() throws Exception {
    assertThat(wadi.get("/ops/transactions/7").statusCode()).isEqualTo(404);
    assertThat(wadi.get("/ops/transactions/seven").statusCode()).isEqualTo(400);
    assertThat(wadi.command("transaction", "7")).satisfies(ended -> {
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output()).startsWith("wadi: There is no transaction of this number");
    });
    assertThat(wadi.command("transaction", "seven").code()).isEqualTo(2);
  }

  private static String transaction(String amount) {
    return """
        {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": %s, "amount": %s, "currency": "INR"}}""".formatted(CARD, amount);
  }

  private static double metric(String series) throws Exception {
    return wadi.get("/observe/metrics").body().lines().filter(line -> line.startsWith(series + " ")).findFirst()
        .map(line -> Double.parseDouble(line.substring(series.length() + 1))).orElseThrow(() -> new AssertionError("there is no " + series));
  }

  private static JsonNode ops(String path) throws Exception {
    HttpResponse<String> reply = wadi.get(path);
    assertThat(reply.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  /** The columns of the one row, beside each other. */
  private static String row(String query) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      StringBuilder row = new StringBuilder();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        row.append(column == 1 ? "" : " ").append(rows.getString(column));
      }
      return row.toString();
    }
  }
}
