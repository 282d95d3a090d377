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

  private static final String RULES = "routes/fraud/rules.yaml";

  @TempDir
  private static Path folder;
  private static EditedTree tree;

  @BeforeAll
  static void rules() throws Exception {
    tree = EditedTree.in(folder);
    // Windows of mail addresses: the specs of the shipped rules have none.
    tree.replace(RULES, "\nwindows:\n", """

        windows:
          buyer_10m: { key: email, of: 10m }
          buyer_1d: { key: email, of: 1d, distinct: card }
        """);
    tree.write(RULES, tree.read(RULES) + """

          - { id: soon, description: Soon again, when: "has(velocity.buyer_10m.count) && velocity.buyer_10m.count > 1", score: 0, reason: SOON }
          - { id: often, description: Often, when: "has(velocity.buyer_1d.count) && velocity.buyer_1d.count > 5", score: 100, reason: OFTEN }
          - { id: much, description: Much, when: "has(velocity.buyer_1d.sum) && velocity.buyer_1d.sum > 49.0", score: 0, reason: MUCH }
          - { id: cards, description: Two cards, when: "has(velocity.buyer_1d.distinct) && velocity.buyer_1d.distinct > 1", score: 0, reason: CARDS }
        """);
  }

  @Test
  void after_a_crash_a_window_of_a_day_goes_on_and_one_of_ten_minutes_begins_empty() throws Exception {
    try (RunningWadi wadi = new RunningWadi(folder.resolve("restarted")).startIn(tree.root())) {
      for (int i = 0; i < 4; i++) assertThat(transact(wadi).statusCode()).isEqualTo(200);
      assertThat(reasons(transact(wadi, 2, 8))).containsExactly("SOON", "MUCH", "CARDS");
      wadi.killHard();
      wadi.startIn(tree.root());
      await().atMost(PATIENCE).until(() -> metric(wadi, "fraud_velocity_rebuilt_transactions_total") == 5);
      HttpResponse<String> first = transact(wadi);
      assertThat(first.statusCode()).isEqualTo(402);
      assertThat(reasons(first)).containsExactly("OFTEN", "MUCH", "CARDS");
      assertThat(reasons(transact(wadi))).containsExactly("SOON", "OFTEN", "MUCH", "CARDS");
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(metric(wadi, "fraud_velocity_since_seconds\\{[^}]*window=\"buyer_1d\"[^}]*}"))
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
    return transact(wadi, 1, 10.5);
  }

  private static HttpResponse<String> transact(RunningWadi wadi, int card, double amount) throws Exception {
    return wadi.transact("""
        {"order": {"id": 7}, "paymentMethod": "card", "payment": {"card": %s, "amount": %.2f, "currency": "INR"},
         "customer": {"email": "a@example.com"}}""".formatted(Cards.number(card, 16), amount));
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
