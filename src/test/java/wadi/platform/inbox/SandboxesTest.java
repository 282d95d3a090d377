package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.platform.postgres.TestDatabase;

/** What stands in for Firebase Cloud Messaging and for httpbin. */
@Timeout(60)
class SandboxesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String FCM = "/sandbox/fcm/v1/projects/sandbox/messages:send";
  private static Vertx vertx;
  private static HttpServer server;
  private static FaultyDataSource dataSource;
  private static Inbox inbox;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    dataSource = new FaultyDataSource(database.dataSource());
    inbox = new Inbox(dataSource);
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new FcmSandbox(inbox).mount(router);
    new HttpbinSandbox(inbox).mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void comeBack() {
    dataSource.comeBack();
    database.jdbc().sql("delete from inbox_message").update();
  }

  @Test
  void takes_a_push_message_answers_as_fcm_and_shows_it() throws Exception {
    HttpResponse<String> response = post(FCM, "Bearer sandbox",
        "{\"message\":{\"token\":\"cQ:APA91b\",\"notification\":{\"title\":\"Held\",\"body\":\"25000 ✓\"},\"data\":{\"id\":\"7\"}}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()).getString("name")).startsWith("projects/sandbox/messages/");
    assertThat(inbox.messages()).singleElement().satisfies(m -> {
      assertThat(m.channel()).isEqualTo("push");
      assertThat(m.to()).isEqualTo("cQ:APA91b");
      assertThat(m.subject()).isEqualTo("Held");
      assertThat(m.text()).isEqualTo("25000 ✓\n{\"id\":\"7\"}");
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "{\"message\":{\"notification\":{}}}|400|Recipient of the message is not set.",
      "{}|400|Recipient of the message is not set.",
      "{\"message\":{\"token\":\"not a token\"}}|400|The registration token is not a valid FCM registration token",
      "{\"message\":{\"token\":\"t\",\"notification\":7}}|400|Invalid JSON payload received.",
      "[|400|Invalid JSON payload received."})
  void refuses_what_fcm_refuses_in_its_words(String body, int status, String message) throws Exception {
    HttpResponse<String> response = post(FCM, "Bearer sandbox", body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(response.body()).getJsonObject("error").getString("message")).isEqualTo(message);
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void wants_a_bearer_token() throws Exception {
    assertThat(post(FCM, "", "{\"message\":{\"token\":\"t\"}}").statusCode()).isEqualTo(401);
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void answers_as_httpbin_and_shows_what_came() throws Exception {
    String body = "{\"recipient\":\"0700987654\",\"message\":\"This is an example message\",\"senderId\":\"0700123456\"}";
    HttpResponse<String> response = post("/sandbox/httpbin/post", "", body);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()).getJsonObject("json")).isEqualTo(new JsonObject(body));
    assertThat(new JsonObject(response.body()).getString("data")).isEqualTo(body);
    assertThat(inbox.messages()).singleElement().satisfies(m -> {
      assertThat(m.channel()).isEqualTo("dummy");
      assertThat(m.to()).isEqualTo("0700987654");
      assertThat(m.text()).isEqualTo("This is an example message");
    });
    assertThat(post("/sandbox/httpbin/post", "", "no json").statusCode()).isEqualTo(200);
    assertThat(post("/sandbox/httpbin/post", "", "{\"message\":7}").statusCode()).isEqualTo(200);
  }

  @Test
  void promises_nothing_while_the_database_is_away() throws Exception {
    dataSource.goDown();
    assertThat(post(FCM, "Bearer sandbox", "{\"message\":{\"token\":\"t\"}}").statusCode()).isEqualTo(503);
    assertThat(post("/sandbox/httpbin/post", "", "{\"message\":\"m\"}").statusCode()).isEqualTo(500);
    dataSource.comeBack();
    assertThat(inbox.messages()).isEmpty();
  }

  private HttpResponse<String> post(String path, String authorization, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
