package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class InboxPagesTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static final Instant AT = Instant.parse("2026-03-01T10:15:30Z");

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
    new InboxPages(inbox).mount(router);
    server = vertx.createHttpServer().requestHandler(router)
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void comeBack() {
    dataSource.comeBack();
  }

  @Test
  void hands_out_the_messages_as_json_oldest_first() throws Exception {
    inbox.add(new InboxMessage("email", "a@example.org", "s", "t", "<p>", AT));
    inbox.add(new InboxMessage("sms", "+44", "", "hello", null, AT.plusSeconds(1)));
    HttpResponse<String> response = get("*/*");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put(
                    "messages",
                    new JsonArray()
                        .add(json("email", "a@example.org", "s", "t", "<p>", "2026-03-01T10:15:30Z"))
                        .add(json("sms", "+44", "", "hello", null, "2026-03-01T10:15:31Z"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "application/json, text/html",
      "text/html;q=0.5, */*", "text/html;q=0, */*;q=0.1", "image/png", "nonsense"})
  void answers_json_to_whoever_does_not_prefer_html(String accept) throws Exception {
    assertThat(header(get(accept), "Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {BROWSER, "text/html", "text/*", "application/json;q=0.9, text/html", "text/html, */*;q=0.1"})
  void answers_a_page_to_whoever_prefers_html(String accept) throws Exception {
    assertThat(header(get(accept), "Content-Type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void answers_json_without_an_accept_header() throws Exception {
    assertThat(header(send(request().GET()), "Content-Type")).isEqualTo("application/json");
  }

  @Test
  void shows_the_newest_message_first() throws Exception {
    inbox.add(new InboxMessage("sms", "+44", "", "older", null, AT));
    inbox.add(new InboxMessage("sms", "+44", "", "newer", null, AT));
    assertThat(get(BROWSER).body()).containsSubsequence("newer", "older");
  }

  @Test
  void shows_every_text_of_a_message_as_text_only() throws Exception {
    String attack = "</pre></title><script>alert(\"1\")</script><img src='x' onerror=alert(1)>&amp;";
    inbox.add(new InboxMessage("email", attack, attack, attack, attack, AT));
    String page = get(BROWSER).body();
    String escaped =
        "&lt;/pre&gt;&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"
            + "&lt;img src=&#39;x&#39; onerror=alert(1)&gt;&amp;amp;";
    assertThat(page).doesNotContain("<script", "<img").containsOnlyOnce("<details>");
    assertThat(page.split(Pattern.quote(escaped), -1)).hasSize(5);
  }

  @Test
  void lets_a_page_load_and_run_nothing_but_its_own_style() throws Exception {
    HttpResponse<String> response = get(BROWSER);
    String page = response.body();
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(header(response, "Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';")
        .doesNotContain("unsafe");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(style).contains("prefers-color-scheme: dark");
    assertThat(page).doesNotContain("style=", "onclick", "http:", "https:");
  }

  @Test
  void sniffing_is_off_for_json_too() throws Exception {
    assertThat(header(get("*/*"), "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(get("*/*"), "Vary")).isEqualTo("Accept");
  }

  @Test
  void shows_the_start_of_a_large_body() throws Exception {
    inbox.add(new InboxMessage("email", "a@b", "", "x".repeat(InboxPage.SHOWN) + "yz", null, AT));
    assertThat(get(BROWSER).body()).contains("xx\n[2 characters more]").doesNotContain("yz");
  }

  @Test
  void delete_empties_it() throws Exception {
    inbox.add(new InboxMessage("sms", "+44", "", "gone", null, AT));
    assertThat(send(request().DELETE()).statusCode()).isEqualTo(204);
    assertThat(inbox.messages()).isEmpty();
  }

  @Test
  void delete_is_allowed_from_a_page_of_the_same_origin() throws Exception {
    String origin = "http://127.0.0.1:" + server.actualPort();
    assertThat(send(request().DELETE().header("Origin", origin)).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "https://example.org", "http://127.0.0.1", "http://127.0.0.1:1",
      "https://127.0.0.1:PORT", "http://127.0.0.1:PORT.example.org"})
  void delete_is_refused_from_another_origin(String origin) throws Exception {
    inbox.add(new InboxMessage("sms", "+44", "", "stays", null, AT));
    String other = origin.replace("PORT", "" + server.actualPort());
    assertProblem(send(request().DELETE().header("Origin", other)), 403, "Forbidden");
    assertThat(inbox.messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "OPTIONS"})
  void other_methods_are_refused(String method) throws Exception {
    HttpResponse<String> response = send(request().method(method, HttpRequest.BodyPublishers.noBody()));
    assertProblem(response, 405, "Method Not Allowed");
    assertThat(header(response, "Allow")).isEqualTo("GET, DELETE");
  }

  @Test
  void says_503_while_the_database_is_down() throws Exception {
    dataSource.goDown();
    assertProblem(get("*/*"), 503, "Service Unavailable");
    assertProblem(get(BROWSER), 503, "Service Unavailable");
    assertProblem(send(request().DELETE()), 503, "Service Unavailable");
  }

  @Test
  void a_slow_database_holds_up_no_other_request() throws Exception {
    FaultyDataSource.Hold hold = dataSource.holdNext();
    var slow = client.sendAsync(request().GET().build(), HttpResponse.BodyHandlers.ofString());
    try {
      hold.awaitAsked();
      assertThat(get("*/*").statusCode()).isEqualTo(200);
      assertThat(slow).isNotDone();
    } finally {
      hold.letGo();
    }
    assertThat(slow.get().statusCode()).isEqualTo(200);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String title) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.fieldNames()).containsExactly("type", "title", "status", "detail");
    assertThat(problem.getString("type")).isEqualTo("about:blank");
    assertThat(problem.getString("title")).isEqualTo(title);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
  }

  private static JsonObject json(String channel, String to, String subject, String text, String html, String at) {
    return new JsonObject().put("channel", channel).put("to", to).put("subject", subject)
        .put("text", text).put("html", html).put("receivedAt", at);
  }

  private HttpResponse<String> get(String accept) throws Exception {
    return send(request().GET().header("Accept", accept));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/inbox"));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }
}
