package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.RedisServer;

/** Velocity windows over restarts and over processes. */
class VelocityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CARD_KEY = "ab".repeat(32);

  @TempDir
  private static Path folder;
  private static EditedTree tree;

  @BeforeAll
  static void rules() throws Exception {
    tree = EditedTree.in(folder);
    tree.delete("routes/fraud/check-fraud.spec.yaml"); // of the shipped rules
    tree.delete("routes/fraud/check-fraud-unanswered.spec.yaml");
    tree.write("routes/fraud/rules.yaml", """
        thresholds: { review: 50, held: 100, critical: 200 }
        windows:
          card_10m: { key: card, of: 10m }
          card_1d: { key: card, of: 1d }
          bin_1d: { key: bin, of: 1d }
        rules:
          - { id: soon, description: Used again soon, when: "has(velocity.card_10m.count) && velocity.card_10m.count > 1", score: 0, reason: SOON }
          - { id: often, description: Used often, when: "has(velocity.card_1d.count) && velocity.card_1d.count > 5", score: 100, reason: OFTEN }
          - { id: much, description: Much was spent, when: "has(velocity.bin_1d.sum) && velocity.bin_1d.sum > 59.0", score: 0, reason: MUCH }
        """);
  }

  @Test
  void after_a_crash_a_window_of_a_day_goes_on_and_one_of_ten_minutes_begins_empty() throws Exception {
    try (RunningWadi wadi = new RunningWadi(folder.resolve("restarted")).startIn(tree.root())) {
      for (int i = 0; i < 5; i++) assertThat(transact(wadi).statusCode()).isEqualTo(200);
      assertThat(reasons(transact(wadi, 8))).containsExactly("SOON", "MUCH");
      wadi.killHard();
      wadi.startIn(tree.root());
      await().atMost(PATIENCE).until(() -> metric(wadi, "fraud_velocity_rebuilt_transactions_total") == 6);
      HttpResponse<String> first = transact(wadi);
      assertThat(first.statusCode()).isEqualTo(402);
      assertThat(reasons(first)).containsExactly("OFTEN", "MUCH");
      assertThat(reasons(transact(wadi))).containsExactly("SOON", "OFTEN", "MUCH");
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(metric(wadi, "fraud_velocity_since_seconds\\{[^}]*window=\"card_1d\"[^}]*}"))
          .isBetween(Instant.now().getEpochSecond() - 86_400.0 - 300, Instant.now().getEpochSecond() - 86_400.0));
    }
  }

  @Test
  void processes_with_one_redis_count_together_and_go_on_when_it_dies() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RunningWadi one = inRedis("one", redis).startIn(tree.root());
        RunningWadi other = inRedis("other", redis).startIn(tree.root())) {
      for (int i = 0; i < 5; i++) assertThat(transact(i % 2 == 0 ? one : other).statusCode()).as("transaction %d", i).isEqualTo(200);
      assertThat(reasons(transact(other))).contains("OFTEN");
      assertThat(transact(one).statusCode()).isEqualTo(402);
      assertThat(health(one)).isEqualTo("UP");
      assertThat(one.command("check", "--connect", "--dir", tree.root().toString()).output()).contains("redis");

      redis.kill();
      await().atMost(PATIENCE).until(() -> reasons(transact(one)).contains("VELOCITY_UNAVAILABLE"));
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long began = System.nanoTime();
        HttpResponse<String> reply = transact(one);
        millis.add((System.nanoTime() - began) / 1_000_000);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reasons(reply)).containsExactly("VELOCITY_UNAVAILABLE");
      }
      assertThat(millis).allMatch(took -> took < 2_000);
      assertThat(health(one)).isEqualTo("DEGRADED");
      assertThat(one.get("/observe/health/ready").statusCode()).isEqualTo(200);
      assertThat(metric(one, "fraud_velocity_unavailable_total")).isGreaterThanOrEqualTo(200);
      redis.restart();
      await().atMost(PATIENCE).until(() -> health(one).equals("UP"));
      assertThat(reasons(transact(one))).isEmpty();
    }
  }

  private static RunningWadi inRedis(String name, RedisServer redis) {
    return new RunningWadi(folder.resolve(name), "FRAUD_VELOCITY_STORE=redis", "FRAUD_VELOCITY_REDIS_URL=" + redis.url(), "FRAUD_VELOCITY_REDIS_TIMEOUT=500ms",
        "CARD_KEY=" + CARD_KEY);
  }

  private static HttpResponse<String> transact(RunningWadi wadi) throws Exception {
    return transact(wadi, 10.5);
  }

  private static HttpResponse<String> transact(RunningWadi wadi, double amount) throws Exception {
    return wadi.transact("""
        {"order": {"id": 7}, "paymentMethod": "card", "payment": {"card": 4111111111111111, "amount": %.2f, "currency": "INR"}}""".formatted(amount));
  }

  private static List<String> reasons(HttpResponse<String> reply) throws Exception {
    return JSON.readTree(reply.body()).at("/verdict/reasons").findValuesAsText("code");
  }

  private static String health(RunningWadi wadi) throws Exception {
    JsonNode health = JSON.readTree(wadi.get("/observe/health").body());
    return health.at("/checks/velocity").asText();
  }

  private static double metric(RunningWadi wadi, String pattern) throws Exception {
    Matcher line = Pattern.compile("(?m)^" + pattern + " (\\S+)$").matcher(wadi.get("/observe/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : -1;
  }
}
