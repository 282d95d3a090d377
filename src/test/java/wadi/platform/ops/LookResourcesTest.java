package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.ports.JournalEntry;
import wadi.platform.postgres.TestDatabase;
import wadi.platform.postgres.TransactionTable;

/** What the console looks at beside messages. */
@Timeout(60)
class LookResourcesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String LARGE = "{\"code\": \"LARGE_AMOUNT\", \"rule\": \"large-amount\"}";
  private static final String NIGHT = "{\"code\": \"NIGHT\", \"rule\": \"at-night\"}";

  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void listen() {
    vertx = Vertx.vertx();
    port = OperationsServer.listen(vertx, "127.0.0.1", database.database(), wanted -> Reports.live(12));
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void verdicts_are_counted_by_step_decision_and_reason_and_beside_rules_that_only_watch() throws IOException {
    Instant now = Instant.now();
    try (TransactionTable journal = new TransactionTable(database.database())) {
      journal.store(entry(1, now, "held", "[" + LARGE + ", " + LARGE + "]", "[" + NIGHT + "]"));
      journal.store(entry(2, now, "clean", "[]", "[" + NIGHT + "]"));
      journal.store(entry(3, now.minusSeconds(7_200), "review", "[" + LARGE + "]", "[]"));
    }

    JsonNode hour = ask(port, "GET", "/ops/verdicts?hours=1").body();
    JsonNode day = ask(port, "GET", "/ops/verdicts").body();

    assertThat(hour.get("step").asInt()).isEqualTo(75);
    assertThat(hour.get("looked").asInt()).isEqualTo(2);
    assertThat(hour.get("from")).isEqualTo(hour.get("since"));
    assertThat(hour.get("decisions").findValuesAsText("decision")).containsExactly("clean", "held");
    assertThat(hour.get("reasons")).singleElement().satisfies(reason -> {
      assertThat(reason.get("reason").asText()).isEqualTo("LARGE_AMOUNT");
      assertThat(reason.get("count").asInt()).as("transactions, not rules").isEqualTo(1);
    });
    assertThat(hour.get("shadow")).singleElement().hasToString(
        "{\"reason\":\"NIGHT\",\"rule\":\"at-night\",\"count\":2,\"held\":1,\"review\":0,\"clean\":1}");
    assertThat(day.get("decisions").findValuesAsText("decision")).contains("review");
    assertThat(Instant.parse(day.at("/decisions/0/at").asText())).isBetween(now.minusSeconds(9_001), now.minusSeconds(7_199));
  }

  private static JournalEntry entry(long id, Instant at, String decision, String reasons, String shadow) {
    return new JournalEntry(id, at, "http", 15, decision, 100, reasons, shadow, "r1", 400, null, null, "{}", null);
  }

  @Test
  void what_is_no_span_is_refused() throws IOException {
    assertThat(ask(port, "GET", "/ops/verdicts?hours=0").status()).isEqualTo(400);
    assertThat(ask(port, "GET", "/ops/verdicts?hours=745").status()).isEqualTo(400);
    assertThat(ask(port, "GET", "/ops/verdicts?days=1").status()).isEqualTo(400);
  }

  @Test
  void routes_and_changes_may_be_looked_at_and_a_check_needs_the_token() throws IOException {
    assertThat(ask(port, "GET", "/ops/routes").body().at("/routes/0/id").asText()).isEqualTo("only");
    assertThat(ask(port, "GET", "/ops/routes/only").status()).isEqualTo(200);
    assertThat(ask(port, "GET", "/ops/routes/other").status()).isEqualTo(404);
    assertThat(ask(port, "GET", "/ops/generations/1/changes?against=7").body().get("against").asInt()).isEqualTo(7);
    assertThat(ask(port, "GET", "/ops/generations/2/changes").body().get("detail").asText()).contains("not kept");
    assertThat(ask(port, "POST", "/ops/check").status()).isEqualTo(401);
    assertThat(ask(port, "POST", "/ops/check", RIGHT).body().get("passed").asBoolean()).isTrue();
    assertThat(ask(port, "GET", "/ops/check", RIGHT).status()).isEqualTo(405);
  }
}
