package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The notification API, as a client has it. */
@Timeout(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotificationsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMS = "{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"%s\"}";
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static RunningWadi wadi;
  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    wadi = new RunningWadi(folder.resolve("data"), "NOTIFICATIONS_ARTEMIS_ENABLED=true", "NOTIFICATIONS_DEFAULT_REGION=KE", "WEBHOOKS_ALLOW=example.com").start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  private static CompletableFuture<HttpResponse<String>> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(wadi.http() + path)).timeout(Duration.ofSeconds(60))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(CompletableFuture<HttpResponse<String>> response) throws Exception {
    return JSON.readTree(response.get().body());
  }

  private static String accepted(String text, String... headers) throws Exception {
    HttpResponse<String> response = send("POST", "/v2/notifications", SMS.formatted(text), headers).get();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return JSON.readTree(response.body()).get("id").asText();
  }

  private static long count(String query) throws Exception {
    try (java.sql.Connection database = wadi.database(); Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void statement(String sql) throws Exception {
    try (java.sql.Connection database = wadi.database(); Statement statement = database.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static JsonNode document() throws Exception {
    return new YAMLMapper().readTree(NotificationsIT.class.getResourceAsStream("/openapi.yaml"));
  }

  /** Each as in the document, and its answer as the document says. */
  @Test
  @Order(1)
  void the_examples_of_the_document_are_accepted_as_it_says() throws Exception {
    String document = HTTP.send(HttpRequest.newBuilder(URI.create(wadi.http() + "/openapi.json")).build(), BodyHandlers.ofString()).body();
    assertThat(JSON.readTree(document)).isEqualTo(JSON.readTree(JSON.writeValueAsString(document())));
    JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012, f -> f.schemaLoaders(l -> l.schemas(Map.of("urn:doc", document))));
    for (Map.Entry<String, String> path : Map.of("/v2/notifications", "202 Accepted", "/v2/notifications/batch", "200 BatchResult").entrySet()) {
      JsonNode examples = document().at("/paths/" + path.getKey().replace("/", "~1") + "/post/requestBody/content/application~1json/examples");
      assertThat(examples).isNotEmpty();
      for (JsonNode example : examples) {
        HttpResponse<String> answer = send("POST", path.getKey(), example.get("value").toString()).get();
        assertThat(answer.statusCode() + " " + answer.body()).startsWith(path.getValue().substring(0, 3));
        assertThat(schemas.getSchema(SchemaLocation.of("urn:doc#/components/schemas/" + path.getValue().substring(4))).validate(JSON.readTree(answer.body()))).isEmpty();
      }
    }
    JsonNode page = json(send("GET", "/v2/notifications?limit=100", ""));
    assertThat(schemas.getSchema(SchemaLocation.of("urn:doc#/components/schemas/Page")).validate(page)).isEmpty();
    for (JsonNode row : page.get("notifications")) {
      JsonNode one = json(send("GET", "/v2/notifications/" + row.get("id").asText(), ""));
      assertThat(schemas.getSchema(SchemaLocation.of("urn:doc#/components/schemas/Notification")).validate(one)).isEmpty();
    }
  }

  @Test
  @Order(2)
  void one_key_makes_one_notification_also_when_a_hundred_come_together() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 100).mapToObj(n -> send("POST", "/v2/notifications", SMS.formatted("once"), "Idempotency-Key", "together")).toList();
    assertThat(all.stream().map(CompletableFuture::join)).allSatisfy(r -> assertThat(r.statusCode()).isEqualTo(202));
    assertThat(all.stream().map(r -> r.join().body()).distinct()).hasSize(1);
    HttpResponse<String> other = send("POST", "/v2/notifications", SMS.formatted("twice"), "Idempotency-Key", "together").get();
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("used with another body");
    assertThat(count("select count(*) from notification where key = 'together'")).isEqualTo(1);
    assertThat(count("select count(*) from delivery d join notification n on d.source = 'notification' and d.source_id = n.id::text where n.key = 'together'")).isEqualTo(1);
  }

  @Test
  @Order(3)
  void tells_how_it_fares_and_cancels_what_has_not_left() throws Exception {
    HttpResponse<String> answer = send("POST", "/v2/notifications", "{\"recipients\": {\"sms\": [\"0700 987654\"]}, \"text\": \"👩‍👩‍👧 مرحبا\", \"metadata\": {\"order\": \"4711\"}}").get();
    String place = answer.headers().firstValue("Location").orElseThrow();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
      JsonNode now = json(send("GET", place, ""));
      assertThat(now.at("/recipients/0/attempts/0/outcome").asText()).as(now.toString()).isIn("delivered", "submitted");
      assertThat(now.get("metadata")).hasToString("{\"order\":\"4711\"}");
      assertThat(now.at("/recipients/0/to").asText()).isEqualTo("+254700987654");
    });
    String later = json(send("POST", "/v2/notifications", "{\"recipients\": {\"email\": [\"bia@bücher.example\"]}, \"subject\": \"s\", \"text\": \"t\", \"notBefore\": \"2099-01-01T00:00:00Z\"}"))
        .get("id").asText();
    JsonNode cancelled = json(send("DELETE", "/v2/notifications/" + later, ""));
    assertThat(cancelled.get("status").asText()).isEqualTo("cancelled");
    assertThat(cancelled.at("/recipients/0/to").asText()).isEqualTo("bia@bücher.example");
    assertThat(json(send("GET", "/v2/notifications?status=cancelled", "")).get("notifications")).extracting(row -> row.get("id").asText()).containsExactly(later);
    JsonNode first = json(send("GET", "/v2/notifications?limit=1", ""));
    assertThat(first.at("/notifications/0/id").asText()).isEqualTo(later);
    assertThat(json(send("GET", "/v2/notifications?limit=1&cursor=" + first.get("next").asText(), "")).at("/notifications/0/id").asText()).isEqualTo(place.substring(18));
  }

  @Test
  @Order(4)
  void says_what_is_wrong_in_one_problem() throws Exception {
    assertProblem(send("POST", "/v2/notifications", "{\"recipients\": {\"sms\": [\"12\"]}, \"text\": \"a\", \"colour\": 1}"), 422, "/colour");
    assertProblem(send("POST", "/v2/notifications", "{\"recipients\": {\"webhook\": [\"https://169.254.169.254/\"]}, \"text\": \"a\"}"), 422, "/recipients/webhook/0");
    assertProblem(send("POST", "/v2/notifications", "{"), 400, "not JSON");
    assertProblem(send("POST", "/v2/notifications", "{\"text\": \"a\", \"text\": \"b\"}"), 400, "not JSON");
    assertProblem(send("POST", "/v2/notifications", "[".repeat(100)), 400, "nested too deeply");
    assertProblem(send("POST", "/v2/notifications", ""), 400, "empty");
    assertProblem(send("POST", "/v2/notifications", SMS.formatted("x".repeat(2 << 20))), 413, "too large");
    assertProblem(send("POST", "/v2/notifications", SMS.formatted("a"), "Idempotency-Key", "a b"), 400, "Idempotency-Key");
    assertProblem(send("PUT", "/v2/notifications/7", "{}"), 405, "method");
    assertProblem(send("GET", "/v2/notifications/7", ""), 404, "no such notification");
    assertProblem(send("GET", "/v2/notifications?limit=0", ""), 400, "limit");
    assertProblem(send("GET", "/v2/notifications?wadi-client=shop", ""), 400, "cannot be read");
    assertProblem(send("DELETE", "/v2/notifications/7", "Wadi-Client=shop", "Content-Type", "application/x-www-form-urlencoded"), 404, "no such notification");
  }

  private static void assertProblem(CompletableFuture<HttpResponse<String>> response, int status, String part) throws Exception {
    assertThat(response.get().statusCode()).as(response.get().body()).isEqualTo(status);
    assertThat(response.get().headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.get().body()).contains(part);
  }

  @Test
  @Order(5)
  void a_client_sees_only_its_own() throws Exception {
    String foreign = accepted("foreign");
    statement("update notification set client = 'shop' where id = " + foreign);
    assertThat(send("GET", "/v2/notifications/" + foreign, "").get().statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/v2/notifications/" + foreign, "").get().statusCode()).isEqualTo(404);
    for (String claim : List.of("Wadi-Client", "wadi-client", "WADI-CLIENT")) {
      assertThat(send("GET", "/v2/notifications/" + foreign, "", claim, "shop").get().statusCode()).isEqualTo(404);
    }
    assertThat(send("GET", "/v2/notifications?limit=100", "", "Wadi-Client", "shop").get().body()).doesNotContain(foreign);
  }

  @Test
  @Order(6)
  void takes_notifications_from_the_broker_once_each() throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT"));
        Connection connection = factory.createConnection(); Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      for (String text : List.of(SMS.formatted("by broker"), SMS.formatted("by broker").replaceFirst("\\{", "{\"id\": \"b-1\", "),
          SMS.formatted("by broker").replaceFirst("\\{", "{\"id\": \"b-1\", "), "{\"recipients\": {}}")) {
        session.createProducer(session.createQueue("wadi.notifications")).send(session.createTextMessage(text));
      }
    }
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(count("select count(*) from dead_letter")).isEqualTo(1));
    assertThat(count("select count(*) from delivery where payload ->> 'text' = 'by broker'")).isEqualTo(2);
    assertThat(json(send("POST", "/v2/notifications", SMS.formatted("by broker").replaceFirst("\\{", "{\"id\": \"b-1\", "))).get("id").asText())
        .isEqualTo(Long.toString(count("select id from notification where key = 'b-1'")));
  }

  @Test
  @Order(7)
  void what_was_accepted_is_there_after_a_kill() throws Exception {
    List<String> ids = Stream.iterate(0, n -> n + 1).limit(20).map(n -> send("POST", "/v2/notifications", SMS.formatted("kill " + n), "Idempotency-Key", "kill-" + n))
        .toList().stream().map(r -> assertAccepted(r.join())).toList();
    String batch = "{\"notifications\": [%s]}".formatted(String.join(",", IntStream.range(0, 1_000).mapToObj(n -> SMS.formatted("batch " + n)).toList()));
    JsonNode results = json(send("POST", "/v2/notifications/batch", batch, "Idempotency-Key", "many"));
    wadi.killHard();
    wadi.start();
    for (int n = 0; n < ids.size(); n++) {
      assertThat(accepted("kill " + n, "Idempotency-Key", "kill-" + n)).isEqualTo(ids.get(n));
      assertThat(send("GET", "/v2/notifications/" + ids.get(n), "").get().statusCode()).isEqualTo(200);
    }
    assertThat(results.get("accepted").asInt()).isEqualTo(1_000);
    assertThat(json(send("POST", "/v2/notifications/batch", batch, "Idempotency-Key", "many"))).isEqualTo(results);
    assertThat(StreamSupport.stream(results.get("results").spliterator(), false).map(r -> r.get("id").asText()).distinct()).hasSize(1_000);
  }

  private static String assertAccepted(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return response.body().replaceFirst(".*?\"id\":\"(\\d+)\".*", "$1");
  }
}
