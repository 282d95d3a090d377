package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.SettableClock;
import wadi.platform.postgres.TestDatabase;

/** Plays each row about Brevo of the table in docs/delivery.md against the shipped route. */
@Timeout(120)
class BrevoErrorTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final SettableClock CLOCK = new SettableClock("2026-11-20T12:00:00Z");
  private static final Map<String, String> STATUS = Map.of("delivered", "delivered", "retry", "delayed", "parked", "parked");
  private static final ScriptedHttp HTTP = new ScriptedHttp();
  private static SendingContext sending;

  record Row(String when, String server, String outcome, String reason) {}

  @BeforeAll
  static void start() {
    sending = new SendingContext(database, CLOCK, Map.of("delivery.email.provider", "brevo", "delivery.email.brevo.url", "http://127.0.0.1:" + HTTP.port() + "/v3"));
  }

  @AfterAll
  static void stop() {
    sending.close();
    HTTP.close();
  }

  /** One after the other, because the server plays one row at a time. */
  @TestFactory
  Stream<DynamicTest> a_send_ends_as_the_table_says() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).hasSizeGreaterThan(20).extracting(Row::outcome).contains("delivered", "retry", "parked");
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> play(row)));
  }

  private static void play(Row row) {
    leaveEarlierRowsBehind();
    HTTP.does(row.when(), http(row.server()));

    long id = sending.promise("email", "bob@example.org", Map.of("subject", "s", "text", "t", "html", "<p>t</p>"));

    Map<String, Object> attempt = attempt(id);
    assertThat(attempt.get("outcome")).as("%s", attempt).isEqualTo(row.outcome());
    assertThat(attempt.get("provider")).isEqualTo("brevo");
    assertThat(String.valueOf(attempt.get("reason"))).startsWith(row.reason().isEmpty() ? "null" : row.reason()).doesNotContain("bob@", "key-of-ours");
    assertThat(database.jdbc().sql("select status from delivery where id = ?").param(id).query(String.class).single()).isEqualTo(STATUS.get(row.outcome()));
  }

  @Test
  void waits_as_long_as_brevo_asks() {
    for (String header : List.of("x-sib-ratelimit-reset", "Retry-After")) {
      leaveEarlierRowsBehind();
      HTTP.does("reply", "429\n" + header + ": 120");
      long id = sending.promise("email", "bob@example.org", Map.of("subject", "s", "text", "t"));
      attempt(id);
      assertThat(database.count("select count(*) from delivery where id = ? and not_before = ?", id, Timestamp.from(CLOCK.instant().plusSeconds(120)))).isOne();
    }
  }

  @Test
  void sends_what_brevo_documents_and_nothing_else() {
    leaveEarlierRowsBehind();
    HTTP.does("reply", http("201 {\"messageId\": \"<1.2@relay.domain.com>\"}"));
    int before = HTTP.requests().size();
    Map<String, Object> template = Map.of("id", 9, "params", Map.of("MENTOR_NAME", "Bia {{env:HOME}} ${body}"));

    long id = sending.promise("email", "bob@example.org", Map.of("subject", "s", "text", "t", "name", "Bob", "template", template));

    assertThat(attempt(id)).containsEntry("outcome", "delivered").containsEntry("provider_id", "<1.2@relay.domain.com>");
    ScriptedHttp.Request request = HTTP.requests().get(before);
    assertThat(request.head().get(0)).isEqualTo("POST /v3/smtp/email HTTP/1.1");
    assertThat(request.header("api-key")).isEqualTo("key-of-ours");
    assertThat(request.header("Content-Type")).startsWith("application/json");
    assertThat(request.head().stream().skip(1).map(line -> line.split(":")[0].toLowerCase(Locale.ROOT))).containsExactlyInAnyOrder("accept", "api-key",
        "content-type", "content-length", "host", "connection", "user-agent", "accept-encoding");
    assertThat(request.body()).isEqualTo("{\"templateId\":9,\"to\":[{\"name\":\"Bob\",\"email\":\"bob@example.org\"}],\"params\":{\"MENTOR_NAME\":\"Bia {{env:HOME}} ${body}\"}}");
  }

  private static void leaveEarlierRowsBehind() {
    database.jdbc().sql("delete from delivery").update();
    CLOCK.forward(Duration.ofHours(1));
  }

  private static Map<String, Object> attempt(long id) {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(
        () -> database.jdbc().sql("select * from delivery_attempt where delivery_id = ?").param(id).query().listOfRows(), list -> !list.isEmpty()).get(0);
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/delivery.md")).stream().filter(line -> line.startsWith("| brevo |"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(cell -> cell.strip().replace("`", "")).toList())
        .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4))).toList();
  }

  /** From the short form of the table: a status, and a header field or a body after it. */
  private static String http(String said) {
    String[] words = said.split(" ", 2);
    if (!words[0].matches("\\d{3}") || words.length == 1) {
      return said;
    }
    return words[1].matches("[A-Za-z-]+: .*") ? words[0] + "\n" + words[1] : words[0] + "\nContent-Type: application/json\n\n" + words[1];
  }
}
