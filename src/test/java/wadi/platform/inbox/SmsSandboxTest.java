package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class SmsSandboxTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String VALID = "username=sandbox&to=%2B447700900123&message=held%3A+25000.00+INR+%E2%9C%93&bulkSMSMode=1";

  private static final List<String> REPORTS = new CopyOnWriteArrayList<>();
  private static com.sun.net.httpserver.HttpServer reports;
  private static Vertx vertx;
  private static HttpServer server;
  private static FaultyDataSource dataSource;
  private static Inbox inbox;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws IOException {
    dataSource = new FaultyDataSource(database.dataSource());
    inbox = new Inbox(dataSource);
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new SmsSandbox(inbox, Optional.of(SmsSandboxReports.to(reported()))).mount(router);
    server = vertx.createHttpServer().requestHandler(router)
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  /** Refuses each first report. */
  private static URI reported() throws IOException {
    reports = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    reports.createContext("/", call -> {
      String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      REPORTS.add(form);
      call.sendResponseHeaders(form.endsWith("retryCount=0") ? 503 : 200, -1);
      call.close();
    });
    reports.start();
    return URI.create("http://127.0.0.1:" + reports.getAddress().getPort() + "/receipts");
  }

  @AfterAll
  static void stop() {
    reports.stop(0);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void comeBack() {
    dataSource.comeBack();
  }

  @Test
  void takes_a_message_answers_as_the_provider_and_shows_it() throws Exception {
    HttpResponse<String> response = send("a-key", FORM, "application/json", VALID);

    assertThat(response.statusCode()).isEqualTo(201);
    JsonObject data = new JsonObject(response.body()).getJsonObject("SMSMessageData");
    assertThat(data.getString("Message")).isEqualTo("Sent to 1/1 Total Cost: KES 0.8000");
    assertThat(data.getJsonArray("Recipients")).hasSize(1);
    JsonObject recipient = data.getJsonArray("Recipients").getJsonObject(0);
    assertThat(recipient.getString("messageId")).startsWith("ATXid_");
    recipient.remove("messageId");
    assertThat(recipient).isEqualTo(new JsonObject().put("statusCode", 101).put("number", "+447700900123").put("status", "Success").put("cost", "KES 0.8000"));
    assertThat(inbox.messages()).singleElement().satisfies(m -> {
      assertThat(m.channel()).isEqualTo("sms");
      assertThat(m.to()).isEqualTo("+447700900123");
      assertThat(m.text()).isEqualTo("held: 25000.00 INR ✓");
      assertThat(m.subject()).isEmpty();
    });
  }

  @Test
  void reports_what_became_of_it_until_somebody_listens() throws Exception {
    String id = new JsonObject(send("a-key", FORM, "application/json", VALID).body()).getJsonObject("SMSMessageData").getJsonArray("Recipients")
        .getJsonObject(0).getString("messageId");
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(REPORTS).contains(
        "id=" + id + "&status=Sent&phoneNumber=%2B447700900123&networkCode=62120&retryCount=1",
        "id=" + id + "&status=Success&phoneNumber=%2B447700900123&networkCode=62120&retryCount=1"));
  }

  @Test
  void judges_each_of_several_numbers() throws Exception {
    HttpResponse<String> response = send("a-key", FORM, "application/json", "username=sandbox&to=%2B447700900123,0711082001,%2B254711082002&message=m");

    JsonObject data = new JsonObject(response.body()).getJsonObject("SMSMessageData");
    assertThat(data.getString("Message")).isEqualTo("Sent to 2/3 Total Cost: KES 1.6000");
    assertThat(data.getJsonArray("Recipients").stream().map(r -> ((JsonObject) r).getInteger("statusCode"))).containsExactly(101, 403, 101);
    assertThat(data.getJsonArray("Recipients").getJsonObject(1)).isEqualTo(new JsonObject().put("statusCode", 403).put("number", "0711082001")
        .put("status", "InvalidPhoneNumber").put("cost", "0").put("messageId", "None"));
    assertThat(inbox.messages()).extracting(InboxMessage::to).containsExactlyInAnyOrder("+447700900123", "+254711082002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void wants_a_key(String key) throws Exception {
    HttpResponse<String> response = send(key, FORM, "application/json", VALID);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("The resource requires authentication, which was not supplied with the request");
    assertThat(inbox.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"username", "to", "message"})
  void wants_each_required_field(String field) throws Exception {
    HttpResponse<String> response = send("a-key", FORM, "application/json", VALID.replaceAll("(^|&)" + field + "=[^&]*", "$1"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("Request is missing required form field '" + field + "'");
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void takes_a_form_alone_and_answers_in_json_alone() throws Exception {
    assertThat(send("a-key", "application/json", "application/json", "{}").statusCode()).isEqualTo(415);
    assertThat(send("a-key", FORM, "application/xml", VALID).statusCode()).isEqualTo(406);
    assertThat(send("a-key", FORM, "application/json", VALID + "x".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void promises_nothing_while_the_database_is_away() throws Exception {
    dataSource.goDown();
    assertThat(send("a-key", FORM, "application/json", VALID).statusCode()).isEqualTo(500);
    dataSource.comeBack();
    assertThat(inbox.messages()).isEmpty();
  }

  private HttpResponse<String> send(String key, String type, String accept, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/sandbox/africastalking/version1/messaging"))
        .header("Content-Type", type).header("Accept", accept).POST(HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("ApiKey", key);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
