package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Ports;

/** The fraud check as a service of its own: Wadi is the one that asks, and the one that answers, and either may be the original. */
class FraudCheckIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CARD = "4111111111111111";

  @TempDir
  private static Path folder;
  private static FraudPolice police;
  private static RunningWadi service;
  private static RunningWadi intake;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    police = new FraudPolice();
    service = new RunningWadi(folder.resolve("fraud"), "ROLES=fraud").start();
    intake = new RunningWadi(folder.resolve("intake"), "ROLES=intake", "FRAUD_MODE=remote",
        "SANIC_FRAUD_CHECKER_SERVICE_HOST=" + police.url().replace(FraudPolice.PATH, ""), "SANIC_FRAUD_CHECKER_SERVICE_URI=" + FraudPolice.PATH,
        "FRAUD_REMOTE_TIMEOUT=500ms").start();
  }

  @AfterAll
  static void stop() throws Exception {
    intake.close();
    service.close();
    police.close();
  }

  @Test
  void a_transaction_that_an_original_service_finds_fraudulent_is_held() throws Exception {
    police.answers("{\"code\":200,\"message\":{\"isFraud\":true}}");
    assertThat(transact(12.50).statusCode()).isEqualTo(402);
    police.answers("{\"code\":200,\"message\":{\"isFraud\":false}}");
    assertThat(transact(250_000.00).statusCode()).isEqualTo(200);
  }

  @Test
  void two_of_ours_tell_each_other_score_and_reasons_and_never_the_card() throws Exception {
    police.answers(service.http() + FraudPolice.PATH);
    HttpResponse<String> reply = transact(250_000.00);
    assertThat(reply.statusCode()).isEqualTo(402);
    JsonNode verdict = JSON.readTree(reply.body()).get("verdict");
    assertThat(verdict.get("reasons").get(0).get("code").asText()).isEqualTo("LARGE_AMOUNT");
    assertThat(verdict.get("score").asInt()).isPositive();
    assertThat(verdict.get("rules").asText()).isNotEqualTo("remote");
    assertThat(transact(12.50).statusCode()).isEqualTo(200);
    assertThat(police.asked()).isNotEmpty().allSatisfy(body -> assertThat(body).contains("411111******1111").doesNotContain(CARD));
  }

  @Test
  void while_nobody_answers_the_rules_here_decide_and_it_is_counted() throws Exception {
    police.answers("");
    HttpResponse<String> reply = transact(250_000.00);
    assertThat(reply.statusCode()).isEqualTo(402);
    assertThat(reply.body()).contains("LARGE_AMOUNT");
    assertThat(intake.get("/observe/metrics").body()).containsPattern("fraud_fallbacks_total\\{policy=\"rules\"[^}]*} [1-9]");
  }

  @Test
  void answers_as_the_original_did() throws Exception {
    String check = """
        {"transactionID": 18446744073709551615, "userID": 1546300800000, "status": 11, "fraudStatus": false, "transactionStartTime": 1546300800000,
         "order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": %s, "amount": %s, "currency": "INR"}}""";
    JsonNode held = JSON.readTree(ask("POST", FraudPolice.PATH, check.formatted(CARD, "250000.00"), 200).body());
    assertThat(held.at("/code").asInt()).isEqualTo(200);
    assertThat(held.at("/message/isFraud").asBoolean()).isTrue();
    assertThat(JSON.readTree(ask("POST", FraudPolice.PATH, check.formatted(CARD, "12.50"), 200).body()).at("/message/isFraud").asBoolean(true)).isFalse();
    assertThat(ask("POST", FraudPolice.PATH, "{}", 400).body()).isEqualTo("{\"code\":400,\"message\":{\"isFraud\":false}}");
    assertThat(ask("GET", "/", "", 200).body()).isEqualTo("{\"message\":\"This is the Index Page\",\"success\":true}");
    assertThat(service.output()).doesNotContain(CARD);
  }

  @Test
  void without_the_slash_at_the_end_a_request_is_sent_to_where_it_is() throws Exception {
    HttpResponse<String> reply = ask("POST", "/service/fraudpolice/api/v1/transaction?a=b", "{}", 307);
    assertThat(reply.headers().firstValue("Location")).contains("/service/fraudpolice/api/v1/transaction/?a=b");
    assertThat(ask("GET", FraudPolice.PATH, "", 405).headers().firstValue("Allow")).contains("POST");
    ask("POST", FraudPolice.PATH, "x".repeat(2_000_000), 413);
    ask("POST", "/transact", "{}", 404);
  }

  @Test
  void a_process_that_would_ask_itself_does_not_start() throws Exception {
    int port = Ports.free();
    RunningWadi wadi = new RunningWadi(folder.resolve("itself"), "FRAUD_MODE=remote", "HTTP_PORT=" + port, "FRAUD_REMOTE_URL=http://127.0.0.1:" + port + "/").begin();
    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).contains("fraud.remote.url leads to this process itself");
  }

  private static HttpResponse<String> transact(double amount) throws Exception {
    return intake.transact("""
        {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": %s, "amount": %.2f, "currency": "INR"}}""".formatted(CARD, amount));
  }

  private static HttpResponse<String> ask(String method, String path, String body, int status) throws IOException, InterruptedException {
    HttpResponse<String> reply = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(service.http() + path)).timeout(PATIENCE)
        .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(path).isEqualTo(status);
    return reply;
  }
}
