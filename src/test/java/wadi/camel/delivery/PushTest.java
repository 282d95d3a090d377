package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.SettableClock;
import wadi.platform.postgres.TestDatabase;
import wadi.push.FcmStandIn;

/** Plays each row of the table in docs/push.md against the shipped route, and sends to what follows Google's documents. */
@Timeout(120)
class PushTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final String DEVICE = "cQ3xHn-device:APA91b";
  private static final SettableClock CLOCK = new SettableClock("2026-11-20T12:00:00Z");
  private static final Map<String, String> STATUS = Map.of("delivered", "delivered", "retry", "delayed", "parked", "parked");
  private static final ScriptedHttp SCRIPTED = new ScriptedHttp();
  private static final FcmStandIn FCM = new FcmStandIn(CLOCK);
  private static SendingContext sending;

  record Row(String when, String server, String outcome, String reason) {}

  @BeforeAll
  static void account() {
    FCM.serviceAccount(folder);
    sendTo("http://127.0.0.1:" + SCRIPTED.port());
  }

  @AfterAll
  static void stop() {
    sending.close();
    SCRIPTED.close();
    FCM.close();
  }

  @BeforeEach
  void leaveEarlierRowsBehind() {
    database.jdbc().sql("delete from delivery").update();
    CLOCK.forward(Duration.ofHours(1)); // circuits close again, and the access token is over
    FCM.forget();
  }

  private static void sendTo(String url) {
    sending = new SendingContext(database, CLOCK, Map.of("delivery.push.fcm.url", url, "delivery.push.fcm.project", FcmStandIn.PROJECT),
        Map.of("DELIVERY_PUSH_FCM_SERVICE_ACCOUNT", folder.resolve("service-account.json").toString()), new RouteBuilder() {
          @Override
          public void configure() {}
        });
  }

  /** What is written is written for {@code action}'s time alone. */
  private static void withGoogle(Runnable action) {
    sending.close();
    sendTo(FCM.url());
    try {
      action.run();
    } finally {
      sending.close();
      sendTo("http://127.0.0.1:" + SCRIPTED.port());
    }
  }

  /** One after the other, because the server plays one row at a time. */
  @TestFactory
  Stream<DynamicTest> a_send_ends_as_the_table_says() throws IOException {
    List<Row> rows = Files.readAllLines(Path.of("docs/push.md")).stream().filter(line -> line.startsWith("| push |"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(cell -> cell.strip().replace("`", "")).toList())
        .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4))).toList();
    assertThat(rows).hasSizeGreaterThan(20).extracting(Row::outcome).contains("delivered", "retry", "parked");
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> play(row)));
  }

  private void play(Row row) {
    leaveEarlierRowsBehind();
    if (row.when().equals("token")) {
      FCM.failTokens(row.server());
      SCRIPTED.does("reply", "200");
    } else {
      SCRIPTED.does(row.when(), http(row.server()));
    }
    long id = sending.promise("push", DEVICE, Map.of("text", "t"));

    Map<String, Object> attempt = attempt(id);
    assertThat(attempt.get("outcome")).as("%s", attempt).isEqualTo(row.outcome());
    assertThat(attempt.get("provider")).isEqualTo("fcm");
    assertThat(String.valueOf(attempt.get("reason"))).startsWith(row.reason().isEmpty() ? "null" : row.reason()).doesNotContain(DEVICE);
    assertThat(database.jdbc().sql("select status from delivery where id = ?").param(id).query(String.class).single()).isEqualTo(STATUS.get(row.outcome()));
  }

  @Test
  void waits_as_long_as_google_asks_and_a_minute_when_it_does_not_say() {
    for (String status : List.of("429\nRetry-After: 120", "503\nRetry-After: 120", "429")) {
      leaveEarlierRowsBehind();
      SCRIPTED.does("reply", status);
      long id = sending.promise("push", DEVICE, Map.of("text", "t"));
      attempt(id);
      long seconds = status.equals("429") ? 60 : 120;
      assertThat(database.count("select count(*) from delivery where id = ? and not_before = ?", id, Timestamp.from(CLOCK.instant().plusSeconds(seconds))))
          .as(status).isOne();
    }
  }

  @Test
  void a_rate_that_is_about_one_device_holds_up_no_other() {
    SCRIPTED.does("reply", "429\nContent-Type: application/json\n\n" + new JsonObject("""
        {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError",
        "errorCode": "QUOTA_EXCEEDED"}, {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"subject": "device:x"}]}]}}""").encode());
    attempt(sending.promise("push", DEVICE, Map.of("text", "t")));
    SCRIPTED.does("reply", "200");

    assertThat(attempt(sending.promise("push", "another-device", Map.of("text", "t")))).containsEntry("outcome", "delivered");
  }

  @Test
  void sends_what_google_documents_with_one_token_for_many_messages() {
    withGoogle(() -> {
      List<Long> ids = IntStream.range(0, 40).mapToObj(i -> sending.promise("push", DEVICE + i,
          Map.of("title", "Held", "text", "25000.00 INR {{env:HOME}} ✓ שלום", "data", Map.of("transaction", "7")))).toList();

      ids.forEach(id -> assertThat(attempt(id)).containsEntry("outcome", "delivered"));
      assertThat(FCM.tokenRequests()).isOne();
      assertThat(FCM.byDevice()).hasSize(40).allSatisfy((device, count) -> assertThat(count).isOne());
      assertThat(attempt(ids.get(0)).get("provider_id").toString()).startsWith("projects/" + FcmStandIn.PROJECT + "/messages/");
      JsonObject message = FCM.accepted(DEVICE + 3).get(0);
      assertThat(message.getJsonObject("notification")).isEqualTo(new JsonObject().put("title", "Held").put("body", "25000.00 INR {{env:HOME}} ✓ שלום"));
      assertThat(message.getJsonObject("data")).isEqualTo(new JsonObject().put("transaction", "7"));
      assertThat(message.getJsonObject("android").getString("priority")).isEqualTo("HIGH");
    });
  }

  @Test
  void a_token_that_is_not_taken_any_more_is_replaced_at_once() {
    withGoogle(() -> {
      attempt(sending.promise("push", DEVICE, Map.of("text", "first")));
      FCM.revokeTokens();

      assertThat(attempt(sending.promise("push", DEVICE, Map.of("text", "second")))).containsEntry("outcome", "delivered").containsEntry("number", 1);
      assertThat(FCM.tokenRequests()).isEqualTo(2);
      assertThat(FCM.refused()).isEqualTo(Map.of("UNAUTHENTICATED", 1));
    });
  }

  @Test
  void a_token_is_renewed_shortly_before_it_ends() {
    withGoogle(() -> {
      attempt(sending.promise("push", DEVICE, Map.of("text", "first")));
      CLOCK.forward(Duration.ofMinutes(54));
      attempt(sending.promise("push", DEVICE, Map.of("text", "second")));
      assertThat(FCM.tokenRequests()).isOne();
      CLOCK.forward(Duration.ofMinutes(2));

      assertThat(attempt(sending.promise("push", DEVICE, Map.of("text", "third")))).containsEntry("outcome", "delivered");
      assertThat(FCM.tokenRequests()).isEqualTo(2);
      assertThat(FCM.refused()).isEmpty();
    });
  }

  @Test
  void a_device_that_is_gone_is_tried_once_and_others_go_on() {
    withGoogle(() -> {
      FCM.failDevice(DEVICE, "UNREGISTERED");

      assertThat(attempt(sending.promise("push", DEVICE, Map.of("text", "t")))).containsEntry("outcome", "parked");
      assertThat(attempt(sending.promise("push", "another-device", Map.of("text", "t")))).containsEntry("outcome", "delivered");
      assertThat(FCM.refused()).isEqualTo(Map.of("UNREGISTERED", 1));
    });
  }

  @Test
  void a_text_of_4096_bytes_leaves_and_one_more_is_refused_here() {
    withGoogle(() -> {
      assertThat(attempt(sending.promise("push", DEVICE, Map.of("text", "é".repeat(2_048))))).containsEntry("outcome", "delivered");
      Map<String, Object> refused = attempt(sending.promise("push", DEVICE, Map.of("text", "é".repeat(2_048) + "!")));
      assertThat(refused).containsEntry("outcome", "parked").containsEntry("reason", "refused: title, text and data are 4097 bytes together; FCM takes 4096");
      assertThat(FCM.accepted()).isOne();
    });
  }

  @Test
  void with_faults_each_device_gets_its_message() {
    withGoogle(() -> {
      FCM.fail(30, "UNAVAILABLE", "INTERNAL", "hang up");
      List<Long> ids = IntStream.range(0, 20).mapToObj(i -> sending.promise("push", DEVICE + i, Map.of("text", "t"))).toList();

      await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20)).until(() -> {
        CLOCK.forward(Duration.ofSeconds(30));
        return database.count("select count(*) from delivery where status = 'delivered'") == ids.size();
      });
      assertThat(FCM.byDevice()).hasSize(20).allSatisfy((device, count) -> assertThat(count).isOne());
      assertThat(FCM.refused()).isNotEmpty();
    });
  }

  private static Map<String, Object> attempt(long id) {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(
        () -> database.jdbc().sql("select * from delivery_attempt where delivery_id = ?").param(id).query().listOfRows(), list -> !list.isEmpty()).get(0);
  }

  /** From the short form of the table: a status, and FCM's code. */
  private static String http(String said) {
    String[] words = said.split(" ", 2);
    if (!words[0].matches("\\d{3}")) {
      return said;
    }
    JsonObject error = new JsonObject().put("code", Integer.parseInt(words[0])).put("message", "words of Google's");
    if (words.length == 2) {
      error.put("details", List.of(Map.of("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode", words[1])));
    }
    return words[0] + "\nContent-Type: application/json; charset=UTF-8\n\n"
        + (words[0].equals("200") ? new JsonObject().put("name", "projects/p/messages/1") : new JsonObject().put("error", error)).encode();
  }
}
