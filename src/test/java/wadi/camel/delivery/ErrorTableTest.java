package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.net.WWWFormCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.SettableClock;
import wadi.platform.postgres.TestDatabase;

/** Plays each row of the table in docs/delivery.md against the shipped routes. */
@Timeout(120)
class ErrorTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final SettableClock CLOCK = new SettableClock("2026-11-20T12:00:00Z");
  private static final Path DOCS = Path.of("docs/delivery.md");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Map<String, String> STATUS = Map.of("delivered", "delivered", "retry", "delayed", "parked", "parked");

  private static final ScriptedSmtp SMTP = new ScriptedSmtp();
  private static final ScriptedHttp HTTP = new ScriptedHttp();
  private static SendingContext sending;

  record Row(String channel, String when, String server, String outcome, String reason) {}

  @BeforeAll
  static void start() {
    sending = new SendingContext(database, CLOCK, Map.of(
        "delivery.email.smtp.host", "127.0.0.1", "delivery.email.smtp.port", Integer.toString(SMTP.port()), "delivery.email.smtp.timeout", "700",
        "delivery.sms.africastalking.url", "http://127.0.0.1:" + HTTP.port()));
  }

  @AfterAll
  static void stop() {
    sending.close();
    SMTP.close();
    HTTP.close();
  }

  /** One after the other, because the servers play one row at a time. */
  @TestFactory
  Stream<DynamicTest> a_send_ends_as_the_table_says() throws IOException {
    return rows().map(row -> DynamicTest.dynamicTest(row.toString(), () -> play(row)));
  }

  private static void play(Row row) {
    leaveEarlierRowsBehind();
    ScriptedServer server = row.channel().equals("email") ? SMTP : HTTP;
    server.does(row.when(), row.channel().equals("email") ? row.server() : http(row.server()));

    long id = row.channel().equals("email")
        ? sending.promise("email", "bob@example.org", Map.of("subject", "s", "text", "t", "html", "<p>t</p>"))
        : sending.promise("sms", "+447700900123", Map.of("text", "t"));

    Map<String, Object> attempt = attempt(id);
    assertThat(attempt.get("outcome")).as("%s", attempt).isEqualTo(row.outcome());
    Map<String, Object> delivery = database.jdbc().sql("select status, last_error, provider from delivery where id = ?").param(id).query().singleRow();
    assertThat(delivery.get("status")).isEqualTo(STATUS.get(row.outcome()));
    assertThat(delivery.get("provider")).isEqualTo(attempt.get("provider")).isEqualTo(row.channel().equals("email") ? "smtp" : "africastalking");
    String reason = String.valueOf(attempt.get("reason"));
    assertThat(reason).startsWith(row.reason().isEmpty() ? "null" : row.reason()).doesNotContain("bob@", "+254", "key-of-ours")
        .isEqualTo(String.valueOf(delivery.get("last_error")));
  }

  @Test
  void the_table_has_every_stage_and_every_outcome() throws IOException {
    List<Row> rows = rows().toList();
    assertThat(rows).hasSizeGreaterThan(35);
    assertThat(rows.stream().filter(r -> r.channel().equals("email")).map(Row::when))
        .contains("connect", "greeting", "EHLO", "MAIL", "RCPT", "DATA", "end of data");
    assertThat(rows).extracting(Row::outcome).contains("delivered", "retry", "parked");
  }

  /** A channel whose provider was out waits, and what is to be tried again must not be. */
  private static void leaveEarlierRowsBehind() {
    database.jdbc().sql("delete from delivery").update();
    CLOCK.forward(Duration.ofHours(1));
  }

  @Test
  void waits_as_long_as_the_gateway_asks() {
    for (String status : List.of("429", "503")) {
      leaveEarlierRowsBehind();
      HTTP.does("reply", status + "\nRetry-After: 120");
      long id = sending.promise("sms", "+447700900123", Map.of("text", "t"));
      attempt(id);
      assertThat(database.count("select count(*) from delivery where id = ? and not_before = ?", id, Timestamp.from(CLOCK.instant().plusSeconds(120)))).isOne();
    }
  }

  @Test
  void sends_what_the_gateway_documents_and_nothing_else() {
    leaveEarlierRowsBehind();
    HTTP.does("reply", http("201 statusCode 101 Success"));
    int before = HTTP.requests().size();
    String text = "high & dry: 5 % of {{env:HOME}} ${body} = 100 € +1\n2nd";

    long id = sending.promise("sms", "+447700900123", Map.of("text", text));

    assertThat(attempt(id)).containsEntry("outcome", "delivered").containsEntry("provider_id", "ATXid_1").containsEntry("number", 1);
    ScriptedHttp.Request request = HTTP.requests().get(before);
    assertThat(HTTP.requests()).hasSize(before + 1);
    assertThat(request.head().get(0)).isEqualTo("POST /version1/messaging HTTP/1.1");
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.header("ApiKey")).isEqualTo("key-of-ours");
    assertThat(request.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
    assertThat(request.head().stream().skip(1).map(line -> line.split(":")[0].toLowerCase(Locale.ROOT))).containsExactlyInAnyOrder("accept", "apikey",
        "content-type", "content-length", "host", "connection", "user-agent", "accept-encoding");
    assertThat(WWWFormCodec.parse(request.body(), StandardCharsets.UTF_8)).containsExactly(new BasicNameValuePair("username", "sandbox"),
        new BasicNameValuePair("to", "+447700900123"), new BasicNameValuePair("message", text), new BasicNameValuePair("bulkSMSMode", "1"));
  }

  private static Map<String, Object> attempt(long id) {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(
        () -> database.jdbc().sql("select * from delivery_attempt where delivery_id = ?").param(id).query().listOfRows(), list -> !list.isEmpty()).get(0);
  }

  /** The rows that begin with a channel; what a server says stands in backticks, what it does does not. */
  static Stream<Row> rows() throws IOException {
    return Files.readAllLines(DOCS).stream().filter(line -> line.startsWith("| email |") || line.startsWith("| sms |"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(cell -> cell.strip().replace("`", "")).toList())
        .map(cells -> new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
  }

  /** From the short form of the table: a status, what follows it as a header field, a body, or what is said of the recipient. */
  private static String http(String said) {
    String[] words = said.split(" ", 2);
    if (!words[0].matches("\\d{3}")) {
      return said;
    }
    String rest = words.length == 1 ? "" : words[1];
    if (rest.startsWith("statusCode ")) {
      String[] status = rest.split(" ");
      return words[0] + "\nContent-Type: application/json\n\n" + """
          {"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [{"statusCode": %s, "number": "+447700900123", "status": "%s",
          "cost": "KES 0.8000", "messageId": "ATXid_1"}]}}""".formatted(status[1], status[2]);
    }
    if (rest.startsWith("Message ")) {
      return words[0] + "\nContent-Type: application/json\n\n{\"SMSMessageData\": {\"Message\": \"%s\", \"Recipients\": []}}".formatted(rest.substring(8));
    }
    return rest.matches("[A-Za-z-]+: .*") ? words[0] + "\n" + rest : words[0] + "\nContent-Type: text/plain\n\n" + rest;
  }
}
