package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST /transact as the original's clients use it, and as nobody should. */
class IntakeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAMPLE = """
      {"order": {"id": 1234, "name": "avengers 4 spoilers book", "cost": 123.00, "currency": "INR"},
       "paymentMethod": "amazonpay",
       "payment": {"card": 1234567887654321, "type": "wallet", "amount": 123.00, "currency": "INR"}}""";
  private static final String HELD = SAMPLE.replace("\"amount\": 123.00", "\"amount\": 25000");

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;
  private static RunningWadi original;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("wadi")).start();
    original = new RunningWadi(folder.resolve("original"), "INTAKE_HTTP_REPLIES=original", "FRAUD_MODE=sample").start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    original.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-H 'Content-Type: application/json'", "-H 'Content-Type:'", "-H 'Content-Type: text/plain; charset=x'",
      "-H 'Content-Type: multipart/form-data'"})
  void the_documented_curl_works_with_any_content_type(String header) throws Exception {
    String reply = curl("curl -s " + wadi.http() + "/transact " + header + " -d '" + SAMPLE + "'");

    JsonNode json = JSON.readTree(reply);
    assertThat(json.get("message").asText()).isEqualTo("Transaction Successfull");
    assertThat(json.get("transactionID").isIntegralNumber()).isTrue();
    assertThat(json.at("/transactionStatus/code").asInt()).isEqualTo(18);
    assertThat(json.at("/transactionStatus/status").asText()).isEqualTo("TRANSACTION_PAYMENT_COMPLETE");
    assertThat(json.at("/transactionStatus/fraudStatus").asBoolean()).isFalse();
    assertThat(json.at("/verdict/decision").asText()).isEqualTo("clean");
    assertThat(json.at("/verdict/rules").asText()).isNotEmpty();
  }

  @Test
  void two_hundred_at_once_get_two_hundred_ids_that_are_stored() throws Exception {
    String replies = curl("for i in $(seq 200); do { reply=$(curl -s " + wadi.http() + "/transact -d '" + SAMPLE + "'); echo \"$reply\"; } & done; wait");

    Set<Long> ids = replies.lines().map(IntakeIT::read).map(r -> r.get("transactionID").asLong())
        .collect(Collectors.toSet());
    assertThat(ids).hasSize(200).allMatch(id -> id > 0 && id < 1L << 53);
    try (Connection database = wadi.database(); var select = database.prepareStatement(
        "select count(*) from transaction where id = any (?) and status = 18")) {
      select.setArray(1, database.createArrayOf("bigint", ids.toArray()));
      ResultSet row = select.executeQuery();
      row.next();
      assertThat(row.getInt(1)).isEqualTo(200);
    }
  }

  @Test
  void a_large_amount_is_held_with_reasons() throws Exception {
    HttpResponse<String> reply = wadi.transact(HELD);

    assertThat(reply.statusCode()).isEqualTo(402);
    JsonNode json = read(reply.body());
    assertThat(json.get("message").asText()).isEqualTo("Transaction Held");
    assertThat(json.at("/transactionStatus/code").asInt()).isEqualTo(15);
    assertThat(json.at("/verdict/fraudulent").asBoolean()).isTrue();
    assertThat(json.at("/verdict/reasons").findValuesAsText("code")).contains("LARGE_AMOUNT");
  }

  @Test
  void a_payment_that_fails_is_not_sold_and_stored_as_such() throws Exception {
    HttpResponse<String> reply = wadi.transact(SAMPLE.replace("amazonpay", "sandbox-decline"));

    assertThat(reply.statusCode()).isEqualTo(502);
    assertThat(read(reply.body()).at("/transactionStatus/code").asInt()).isEqualTo(17);
    try (Connection database = wadi.database(); var select = database.prepareStatement("select status from transaction where id = ?")) {
      select.setLong(1, read(reply.body()).get("transactionID").asLong());
      ResultSet row = select.executeQuery();
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(17);
    }
  }

  @Test
  void the_original_reply_is_byte_for_byte_the_original_one_and_every_tenth_is_held() throws Exception {
    for (int check = 1; check <= 20; check++) {
      HttpResponse<String> reply = original.transact(SAMPLE);
      if (check % 10 == 0) {
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Something Bad Happened\",\"transactionStatus\":"
            + "{\"code\":15,\"status\":\"TRANSACTION_ALERT_DONE\",\"fraudStatus\":true}}");
      } else {
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).matches("\\{\"message\":\"Transaction Successfull\",\"transactionID\":\\d+}");
      }
      assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
    }
    HttpResponse<String> refused = original.transact("{}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Bad Request\"}");
  }

  static Stream<Arguments> brokenInput() {
    return Stream.of(
        Arguments.of("an empty body", "", 400),
        Arguments.of("null", "null", 422),
        Arguments.of("an array", "[]", 422),
        Arguments.of("a string", "\"order\"", 422),
        Arguments.of("a number", "12", 422),
        Arguments.of("malformed JSON", "{\"order\": ", 400),
        Arguments.of("text behind the end", SAMPLE + " x", 400),
        Arguments.of("a form", "order=1&payment=2", 400),
        Arguments.of("2 MiB", "{\"order\": \"" + "x".repeat(2 << 20) + "\"}", 413),
        Arguments.of("10,000 keys", IntStream.range(0, 10_000).mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{\"order\":{},\"paymentMethod\":\"x\",\"payment\":{", "}}")), 400),
        Arguments.of("depth 1,000", "{\"order\":" + "[".repeat(1_000) + "]".repeat(1_000) + ",\"paymentMethod\":1,\"payment\":{}}", 400),
        Arguments.of("a number of 400 million digits", SAMPLE.replace("123.00", "1e400000000"), 400),
        Arguments.of("a missing payment", "{\"order\": {}, \"paymentMethod\": \"x\"}", 422));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenInput")
  void broken_input_gets_a_problem_and_harms_nobody(String what, String body, int status) throws Exception {
    HttpResponse<String> reply = wadi.transact(body);

    assertProblem(reply, status);
    assertThat(wadi.transact(SAMPLE).statusCode()).isEqualTo(200);
  }

  @Test
  void a_missing_key_is_named_by_its_pointer() throws Exception {
    assertThat(read(wadi.transact("{\"order\": {}}").body()).at("/errors").findValuesAsText("pointer"))
        .containsExactly("/paymentMethod", "/payment");
  }

  @Test
  void other_paths_methods_and_headers_without_end_get_problems() throws Exception {
    assertProblem(send(HttpRequest.newBuilder(URI.create(wadi.http() + "/nowhere"))), 404);
    HttpResponse<String> wrongMethod = send(HttpRequest.newBuilder(URI.create(wadi.http() + "/transact")));
    assertProblem(wrongMethod, 405);
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("POST");
    assertProblem(send(HttpRequest.newBuilder(URI.create(wadi.http() + "/tr%E4nsact"))), 404);
    assertThat(curl("curl -s " + wadi.http() + "/%zz")).contains("\"status\":400");
    assertThat(curl("curl -s -X OPTIONS --request-target '*' " + wadi.http())).contains("\"status\":400");
    assertProblem(wadi.transact(SAMPLE, "X-Long", "x".repeat(20_000)), 431);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CamelHttpUri", "camelhttpuri", "CamelHttpResponseCode", "mail.smtp.host", "To", "Bcc", "subject",
      "kafka.OVERRIDE_TOPIC", "KAFKA.override_topic", "CamelMustacheResourceUri", "CamelJmsDestinationName", "JMSCorrelationID",
      "CamelMailAlternativeBody", "org.apache.camel.jms.destination"})
  void header_names_of_the_machinery_change_nothing(String name) throws Exception {
    wadi.get("/inbox");
    HttpResponse<String> reply = wadi.transact(HELD, name, "418@evil.example");

    assertThat(reply.statusCode()).isEqualTo(402);
    assertThat(reply.headers().map().keySet()).isSubsetOf(Set.of("content-type", "content-length", "transfer-encoding"));
    long id = read(reply.body()).get("transactionID").asLong();
    JsonNode mail = Mailbox.of(wadi).awaitMailOf(id);
    assertThat(mail.get("to").asText()).isEqualTo("fraud-desk@example.com");
    assertThat(mail.toString()).doesNotContain("evil.example");
  }

  @Test
  void the_management_port_answers_for_loopback_names_only() throws Exception {
    String management = "http://127.0.0.1:" + wadi.port("MANAGEMENT_PORT") + "/inbox";

    assertThat(curl("curl -s -o /dev/null -w '%{http_code}' -H 'Host: evil.example' " + management)).isEqualTo("421");
    assertThat(curl("curl -s -o /dev/null -w '%{http_code}' -H 'Host: localhost:1' " + management)).isEqualTo("200");
  }

  @Test
  void a_slash_at_the_end_is_the_same_path() throws Exception {
    assertThat(curl("curl -s " + wadi.http() + "/transact/ -d '" + SAMPLE + "'")).contains("Transaction Successfull");
  }

  @Test
  void a_page_of_another_origin_cannot_make_a_browser_send_transactions() throws Exception {
    assertThat(curl("curl -s " + wadi.http() + "/transact -H 'Sec-Fetch-Site: cross-site' -d '" + SAMPLE + "'")).contains("\"status\":403");
  }

  @Test
  void nobody_can_write_lines_of_ours_into_the_mail() throws Exception {
    HttpResponse<String> reply = wadi.transact(HELD.replace("\"INR\"}}", "\"INR\\nCard: none, all clear\\r\\nBcc: x@evil.example " + "y".repeat(10_000) + "\"}}"));

    JsonNode mail = Mailbox.of(wadi).awaitMailOf(read(reply.body()).get("transactionID").asLong());
    assertThat(mail.get("text").asText().lines().filter(line -> line.startsWith("Card:"))).hasSize(1);
    assertThat(mail.get("subject").asText()).hasSizeLessThan(200);
  }

  @Test
  void query_parameters_change_nothing() throws Exception {
    HttpResponse<String> reply = send(HttpRequest.newBuilder(URI.create(wadi.http() + "/transact?CamelHttpResponseCode=418&To=x@evil.example"))
        .POST(HttpRequest.BodyPublishers.ofString(SAMPLE)));

    assertThat(reply.statusCode()).isEqualTo(200);
  }

  private static void assertProblem(HttpResponse<String> reply, int status) {
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = read(reply.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("detail").asText()).isNotEmpty();
    assertThat(reply.body()).doesNotContain("Exception").doesNotContain("at org.").doesNotContain("wadi.");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  private static String curl(String command) throws Exception {
    Process process = new ProcessBuilder(List.of("bash", "-c", command)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
