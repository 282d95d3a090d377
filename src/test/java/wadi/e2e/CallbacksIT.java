package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.webhooks.Receiver;
import wadi.platform.webhooks.SigningSecrets;

/** What a client's server hears of its notifications. */
@Timeout(180)
class CallbacksIT {
  private static final String KEY = "ab".repeat(32);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Receiver receiver = new Receiver();
  private static RunningWadi wadi;

  @TempDir
  private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data"), "WEBHOOKS_HTTP=true", "WEBHOOKS_ALLOW=127.0.0.1", "NOTIFICATIONS_SIGNING_KEY=" + KEY).start();
  }

  @AfterAll
  static void stop() throws Exception {
    receiver.close();
    if (wadi != null) {
      wadi.close();
    }
  }

  @Test
  void hears_each_change_in_order_signed_though_it_was_out_of_order_itself() throws Exception {
    AtomicInteger left = new AtomicInteger(2);
    receiver.answers((request, in, out) -> Receiver.status(request.head().get(0).contains("/v2cb") && left.getAndDecrement() > 0 ? 500 : 200).give(request, in, out));
    assertThat(post("/v2/notifications", """
        {"recipients": {"email": ["bia@example.com"]}, "subject": "Your order", "text": "It is on its way \ud83d\ude9a", "metadata": {"order": 7},
         "callback": {"url": "%s", "events": "all"}}""".formatted(receiver.url("/v2cb?of=7")))).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> heard("/v2cb").size() >= 4);
    List<Receiver.Request> heard = heard("/v2cb");
    assertThat(heard.stream().map(CallbacksIT::json).map(body -> body.path("data").path("status").asText())).containsExactly("started", "started", "started", "delivered");
    assertThat(heard.subList(0, 3).stream().map(request -> request.header("webhook-id")).distinct()).hasSize(1);
    JsonNode last = json(heard.get(3));
    assertThat(last.path("data").path("recipient").asText()).isEqualTo("bia@example.com");
    assertThat(last.path("data").path("metadata").path("order").asInt()).isEqualTo(7);
    for (Receiver.Request request : heard) {
      verify(request);
    }
  }

  @Test
  void a_client_of_the_original_api_hears_what_the_original_said() throws Exception {
    int status = post("/api/v1.0/sendMessage", """
        {"messageId": "y7sdxl24df", "senderId": "0700123456", "recipients": ["0700987654"], "messageType": "dummy", "channel": "httpbin",
         "message": "This is an example message", "priority": "normal", "callback": "%s"}""".formatted(receiver.url("/v1cb")));
    assertThat(status).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> !heard("/v1cb").isEmpty());
    JsonNode body = json(heard("/v1cb").get(0));
    assertThat(body.path("message_id").asText()).isEqualTo("y7sdxl24df");
    assertThat(body.path("delivery_status").asText()).isEqualTo("delivered");
    verify(heard("/v1cb").get(0));
  }

  @Test
  void a_webhook_is_posted_what_the_client_gave() throws Exception {
    assertThat(post("/v2/notifications", "{\"recipients\": {\"webhook\": [\"%s\"]}, \"text\": \"Parcel 4711 is here\"}".formatted(receiver.url("/hook")))).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> !heard("/hook").isEmpty());
    assertThat(heard("/hook").get(0).body()).contains("Parcel 4711 is here");
    verify(heard("/hook").get(0));
  }

  private static List<Receiver.Request> heard(String path) {
    return receiver.requests().stream().filter(request -> request.head().get(0).startsWith("POST " + path)).toList();
  }

  private static JsonNode json(Receiver.Request request) {
    try {
      return JSON.readTree(request.body());
    } catch (Exception e) {
      throw new AssertionError(request.body(), e);
    }
  }

  private static int post(String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(wadi.http() + path)).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  /** By the library of the standard's authors, with the secret of the client without a key. */
  private static void verify(Receiver.Request request) throws Exception {
    Settings settings = Settings.load(RunningWadi.HOME, Map.of("NOTIFICATIONS_SIGNING_KEY", KEY)::get);
    Map<String, List<String>> headers = new HashMap<>();
    Stream.of("webhook-id", "webhook-timestamp", "webhook-signature").forEach(name -> headers.put(name, List.of(request.header(name))));
    new Webhook(SigningSecrets.of(settings, CardKey.forSpecs()).current("")).verify(request.body(), HttpHeaders.of(headers, (name, value) -> true));
  }
}
