package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.notifications.OldReplies;

/** Clients of the original messaging service, with a Wadi in its place. */
@Timeout(180)
@TestMethodOrder(OrderAnnotation.class)
class OldMessagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static RunningWadi wadi;
  private static String key;

  @TempDir
  private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data"), "NOTIFICATIONS_DEFAULT_REGION=KE").start();
    key = wadi.command("keys", "create", "shop", "--scope", "notifications", "--plain").output().strip();
    await().atMost(PATIENCE).until(() -> send("GET", "/api/v1.0/checkHealth", "text/plain", key, "").statusCode() == 200);
  }

  @AfterAll
  static void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
  }

  @Test
  @Order(1)
  void each_request_is_answered_as_the_original_answered_it() throws Exception {
    for (OldReplies.Row row : OldReplies.rows()) {
      String sent = row.key().equals("right") ? key : row.key().equals("wrong") ? key.substring(0, key.length() - 1) + "?" : "";
      HttpResponse<String> response = send(row.method(), row.path(), row.type(), sent, row.body());
      assertThat(response.statusCode()).as("%s: %s", row.it(), response.body()).isEqualTo(row.status());
      if (row.reply().isPresent()) {
        assertThat(response.body()).as(row.it()).isEqualTo(row.reply().get());
      } else {
        assertThat(response.body()).as(row.it()).startsWith(row.contains());
      }
      row.header().forEach((name, value) -> assertThat(response.headers().firstValue(name)).as(row.it()).contains(value));
      if (!response.body().isEmpty()) {
        assertThat(response.headers().firstValue("Content-Type")).as(row.it()).contains("application/json");
      }
    }
  }

  @Test
  @Order(2)
  void the_published_sample_arrives() throws Exception {
    await().atMost(PATIENCE).until(() -> number("select count(*) from delivery d join notification n on d.source_id = n.id::text "
        + "where n.key = 'y7sdxl24df' and n.client = 'shop' and n.api = 'v1' and d.source = 'notification' and d.status = 'delivered'") == 1);
    assertThat(wadi.get("/inbox/messages?limit=1000").body() + wadi.get("/inbox").body()).contains("This is an example message");
    assertThat(number("select count(*) from inbox_message where channel = 'dummy' and recipient = '0700987654' and text_body = 'This is an example message'")).isPositive();
    assertThat(number("select count(*) from inbox_message where channel = 'sms' and recipient = '+254700987654'")).isPositive();
    assertThat(number("select count(*) from inbox_message where channel = 'push'")).isPositive();
  }

  @Test
  @Order(3)
  void of_a_hundred_with_one_message_id_one_is_taken() {
    List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 100).mapToObj(i -> post(OldReplies.sample("parallel"))).toList();
    Map<Integer, Long> byStatus = all.stream().map(CompletableFuture::join).collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
    assertThat(byStatus).isEqualTo(Map.of(202, 1L, 409, 99L));
  }

  @Test
  @Order(4)
  void nothing_that_was_taken_is_lost_when_the_process_dies() throws Exception {
    Set<String> taken = new ConcurrentSkipListSet<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    Thread load = new Thread(() -> IntStream.range(0, 400).mapToObj(i -> "kill-" + i).forEach(id -> all.add(post(OldReplies.sample(id)).thenAccept(response -> {
      if (response.statusCode() == 202) {
        taken.add(id);
      }
    }))));
    load.start();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> taken.size() > 40);
    wadi.killHard();
    load.join();
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).exceptionally(lost -> null).join();
    assertThat(taken).as("it was killed too late").hasSizeLessThan(400);

    wadi.start();
    Set<String> kept = new TreeSet<>();
    try (Connection database = wadi.database(); ResultSet rows = database.createStatement()
        .executeQuery("select n.key from notification n join delivery d on d.source = 'notification' and d.source_id = n.id::text where n.key like 'kill-%'")) {
      while (rows.next()) {
        kept.add(rows.getString(1));
      }
    }
    assertThat(kept).containsAll(taken);
    await().atMost(PATIENCE).until(() -> number("select count(*) from delivery where channel = 'dummy' and status <> 'delivered'") == 0);
    assertThat(post(OldReplies.sample(taken.iterator().next())).join().statusCode()).isEqualTo(409);
  }

  private static CompletableFuture<HttpResponse<String>> post(String body) {
    return HTTP.sendAsync(request("POST", "/api/v1.0/sendMessage", "application/json", key, body), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(String method, String path, String type, String key, String body) throws Exception {
    return HTTP.send(request(method, path, type, key, body), BodyHandlers.ofString());
  }

  private static HttpRequest request(String method, String path, String type, String key, String body) {
    Function<String, HttpRequest.BodyPublisher> publisher = text -> text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(wadi.http() + path)).timeout(PATIENCE).header("Content-Type", type)
        .method(method, publisher.apply(body));
    if (!key.isEmpty()) {
      request.header("Authorization", key);
    }
    return request.build();
  }

  private static long number(String query) throws Exception {
    try (Connection database = wadi.database(); ResultSet row = database.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
