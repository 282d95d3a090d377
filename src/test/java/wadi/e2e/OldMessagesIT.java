package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wadi.camel.notifications.OldReplies;
import wadi.platform.Together;

/** The API of the original messaging service, asked as its clients ask, with a key of theirs. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldMessagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data"), "NOTIFICATIONS_DEFAULT_REGION=KE").start();
    RunningWadi.Ended made = wadi.command("keys", "create", "shop", "--scope", "notifications", "--plain");
    assertThat(made.code()).as(made.output()).isZero();
    key = made.output().strip();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  static List<OldReplies.Row> rows() throws Exception {
    return OldReplies.rows();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("rows")
  void answers_as_the_original_did(OldReplies.Row row) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(wadi.http() + row.path())).timeout(PATIENCE)
        .method(row.method(), HttpRequest.BodyPublishers.ofString(row.body())).header("Content-Type", row.type());
    if (!row.key().equals("none")) {
      request.header("Authorization", row.key().equals("right") ? key : "wrong");
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(row.status());
    row.reply().ifPresentOrElse(reply -> assertThat(answer.body()).isEqualTo(reply), () -> assertThat(answer.body()).startsWith(row.contains()));
    row.header().forEach((name, value) -> assertThat(answer.headers().firstValue(name)).as(name).contains(value));
  }

  @Order(2)
  @Test
  void of_a_hundred_at_once_one_is_taken() throws Exception {
    List<Integer> answers = Together.run(100, n -> post(OldReplies.sample("hundred")).statusCode());
    assertThat(answers).filteredOn(status -> status == 202).hasSize(1);
    assertThat(answers).filteredOn(status -> status == 409).hasSize(99);
    assertThat(number("select count(*) from notification where key = 'hundred'")).isEqualTo(1);
  }

  @Order(3)
  @Test
  void what_was_accepted_survives_the_death_of_the_process_and_is_delivered() throws Exception {
    for (int n = 0; n < 20; n++) {
      assertThat(post(OldReplies.sample("dies-" + n)).statusCode()).isEqualTo(202);
    }
    wadi.killHard();
    wadi.start();
    await().atMost(PATIENCE).until(() -> number("""
        select count(*) from delivery d join notification n on d.source_id = n.id::text where n.key like 'dies-%' and d.status = 'delivered'""") == 20);
    assertThat(post(OldReplies.sample("dies-7")).statusCode()).isEqualTo(409);
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(wadi.http() + "/api/v1.0/sendMessage")).timeout(PATIENCE).header("Content-Type", "application/json")
        .header("Authorization", key).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static long number(String sql) throws Exception {
    try (Connection database = wadi.database(); ResultSet row = database.createStatement().executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
