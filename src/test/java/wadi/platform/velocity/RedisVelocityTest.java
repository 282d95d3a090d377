package wadi.platform.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;
import wadi.brokers.RedisServer;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.CardKeys;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.Together;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.VelocityUnavailable;

@Timeout(120)
class RedisVelocityTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Window TEN_MINUTES = new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10));
  private static final Window IP_CARDS = new Window("ip_cards", Window.Key.IP, Duration.ofMinutes(7), Optional.of(Window.Key.CARD));

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.shared();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) each.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void it_counts_as_windows_in_memory_do(int seed) {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    InProcessVelocity memory = new InProcessVelocity(1_000, new SimpleMeterRegistry());
    Random random = new Random(seed);
    Instant now = NOON;
    for (int i = 0; i < 2_500; i++) {
      int what = random.nextInt(500);
      now = what == 0 ? now.plus(Duration.ofMinutes(20)) : what == 1 ? now.minus(Duration.ofMinutes(11)) : what < 50 ? now.minusSeconds(random.nextInt(200))
          : now.plusMillis(random.nextInt(1 + 4_000 * seed));
      String key = "k" + random.nextInt(2);
      double amount = random.nextInt(20) == 0 ? -5 : random.nextInt(100_000) / 100.0;
      List<Sighting> sightings = List.of(new Sighting(TEN_MINUTES, key, amount), new Sighting(IP_CARDS, key, amount, random.nextInt(9) == 0 ? "" : "v" + random.nextInt(1_800)));
      if (random.nextInt(5) == 0) assertAlike(redis.peek(now, sightings), memory.peek(now, sightings));
      assertAlike(redis.count(now, sightings), memory.count(now, sightings));
    }
  }

  @Test
  void more_than_a_thousand_values_are_a_thousand() {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    for (int i = 0; i < 1_200; i++) redis.count(NOON, List.of(new Sighting(IP_CARDS, "a", 1, "v" + i)));
    assertThat(redis.peek(NOON, List.of(new Sighting(IP_CARDS, "a", 1, "new"))).get(0)).isEqualTo(new Measure(1_201, 1_201, 1_000));
  }

  @Test
  void sums_are_exact_and_stay_finite() {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    double[] amounts = {0.1, 0.2, 1e-9, 123_456_789_012.34, Double.MAX_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN};
    double sum = 0;
    for (double amount : amounts) {
      sum = Math.min(Double.MAX_VALUE, sum + (amount > 0 ? Math.min(amount, Double.MAX_VALUE) : 0));
      assertThat(redis.count(NOON, List.of(new Sighting(TEN_MINUTES, "a", amount))).get(0).sum()).isEqualTo(sum);
    }
  }

  @Test
  void processes_count_together_and_lose_nothing() throws Exception {
    RedisVelocity one = client(server.url(), Duration.ofSeconds(5));
    RedisVelocity other = client(server.url(), Duration.ofSeconds(5));
    List<Long> highest = Together.run(8, thread -> LongStream.range(0, 500)
        .map(i -> (thread % 2 == 0 ? one : other).count(NOON.plusMillis(i), List.of(new Sighting(TEN_MINUTES, "shared", 1))).get(0).count()).max().orElseThrow());
    assertThat(highest).contains(4_000L);
    assertThat(one.peek(NOON, List.of(new Sighting(TEN_MINUTES, "shared", 1)))).isEqualTo(other.peek(NOON, List.of(new Sighting(TEN_MINUTES, "shared", 1))))
        .containsExactly(new Measure(4_001, 4_001));
  }

  @Test
  void nothing_in_it_says_who_it_was_and_all_of_it_expires() {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    redis.begin(List.of(IP_CARDS), NOON);
    redis.count(NOON, List.of(new Sighting(IP_CARDS, "203.0.113.7", 1, "card-fingerprint")));
    try (Jedis look = server.connect()) {
      await().until(() -> look.dbSize() == 3);
      for (String key : look.keys("*")) {
        String content = key + (look.type(key).equals("zset") ? look.zrange(key, 0, -1).toString() : look.get(key));
        assertThat(content).startsWith("wadi:velocity:").doesNotContain("203.0.113.7", "card-fingerprint");
        assertThat(look.pttl(key)).as(key).isBetween(1L, Duration.ofMinutes(68).toMillis());
      }
    }
  }

  @Test
  void a_window_is_as_old_as_the_process_that_began_it_first() {
    RedisVelocity one = client(server.url(), Duration.ofSeconds(5));
    one.begin(List.of(TEN_MINUTES), NOON);
    try (Jedis look = server.connect()) {
      await().until(() -> look.dbSize() == 1);
    }
    RedisVelocity other = client(server.url(), Duration.ofSeconds(5));
    other.begin(List.of(TEN_MINUTES), NOON.plusSeconds(300));
    await().until(() -> other.since(TEN_MINUTES).equals(Optional.of(NOON)));
    assertThat(other.since(IP_CARDS)).isEmpty();
  }

  @Test
  void a_window_that_a_process_left_out_for_a_while_begins_anew() {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    redis.begin(List.of(TEN_MINUTES, IP_CARDS), NOON);
    try (Jedis look = server.connect()) {
      await().until(() -> look.dbSize() == 2);
      redis.begin(List.of(IP_CARDS), NOON.plusSeconds(30));
      assertThat(redis.since(TEN_MINUTES)).isEmpty();
      await().until(() -> look.dbSize() == 1);
    }
    redis.begin(List.of(TEN_MINUTES, IP_CARDS), NOON.plusSeconds(300));
    RedisVelocity other = client(server.url(), Duration.ofSeconds(5));
    other.begin(List.of(TEN_MINUTES, IP_CARDS), NOON.plusSeconds(400));
    await().until(() -> other.since(TEN_MINUTES).equals(Optional.of(NOON.plusSeconds(300))) && other.since(IP_CARDS).equals(Optional.of(NOON)));
  }

  @Test
  void a_redis_that_forgot_the_script_is_told_again() {
    RedisVelocity redis = client(server.url(), Duration.ofSeconds(5));
    try (Jedis look = server.connect()) {
      look.scriptFlush();
    }
    assertThat(redis.count(NOON, List.of(new Sighting(TEN_MINUTES, "a", 1)))).containsExactly(new Measure(1, 1));
  }

  @Test
  void with_tls_and_a_password_and_only_with_them() {
    try (RedisServer secure = RedisServer.start("a p@ss/word")) {
      Map<String, String> environment = Map.of("FRAUD_VELOCITY_REDIS_URL", secure.tlsUrl(), "FRAUD_VELOCITY_REDIS_PASSWORD", "a p@ss/word",
          "FRAUD_VELOCITY_REDIS_TLS_CA", secure.authority());
      RedisVelocity redis = client(RedisAddress.of(Settings.load(Path.of(""), environment::get)), Duration.ofSeconds(5));
      assertThat(redis.count(NOON, List.of(new Sighting(TEN_MINUTES, "a", 1)))).containsExactly(new Measure(1, 1));
      assertThat(client(secure.url(), Duration.ofSeconds(5)).isUp()).isFalse();
      assertThat(client(secure.url().replace("//", "//:a%20p%40ss%2Fword@"), Duration.ofSeconds(5)).isUp()).isTrue();
      assertThat(client(secure.tlsUrl().replace("//", "//:a%20p%40ss%2Fword@"), Duration.ofSeconds(5)).isUp()).as("without trust").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:6379", "http://localhost", "redis://", "redis://h:0", "redis://h:70000", "redis://h/x", "redis://me:secret@h:x", "redis:me:secret@h:6379",
      "redis:me:secret", "me:secret@h", "redis://me:a//secret@b@h:x"})
  void an_address_that_is_none_is_refused_without_its_password(String url) {
    assertThatThrownBy(() -> address(url)).isInstanceOf(StartupException.class).hasMessageContaining("fraud.velocity.redis.url")
        .hasMessageContaining("rediss://redis.example.com/0").hasMessageNotContaining("secret");
  }

  @Test
  void one_that_is_away_from_the_beginning_costs_nobody_anything_and_is_found_when_it_comes() {
    try (RedisServer own = RedisServer.start()) {
      own.kill();
      RedisVelocity redis = client(own.url(), Duration.ofMillis(50));
      long began = System.nanoTime();
      for (int i = 0; i < 1_000; i++) assertThatThrownBy(() -> redis.count(NOON, List.of(new Sighting(TEN_MINUTES, "a", 1)))).isInstanceOf(VelocityUnavailable.class);
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
      assertThat(meters.get("fraud_velocity_unavailable_total").counter().count()).isEqualTo(1_000);
      own.restart();
      await().atMost(Duration.ofSeconds(5)).until(redis::isUp);
      assertThat(redis.count(NOON, List.of(new Sighting(TEN_MINUTES, "a", 1)))).containsExactly(new Measure(1, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"killed", "hanging"})
  void under_load_a_redis_that_fails_keeps_nobody_waiting_and_is_used_again_by_itself(String how) throws Exception {
    try (RedisServer own = RedisServer.start()) {
      RedisVelocity redis = client(own.url(), Duration.ofMillis(50));
      AtomicBoolean over = new AtomicBoolean();
      AtomicBoolean failed = new AtomicBoolean();
      AtomicBoolean back = new AtomicBoolean();
      List<Long> slowest = Together.run(5, thread -> {
        if (thread == 0) {
          outage(own, how, failed, back);
          over.set(true);
          return 0L;
        }
        long most = 0;
        for (int i = 0; !over.get(); i++) {
          long began = System.nanoTime();
          boolean counted = ask(redis, "k" + i % 100);
          most = Math.max(most, System.nanoTime() - began);
          (counted ? back : failed).set(true);
        }
        return most;
      });
      assertThat(slowest).allSatisfy(nanos -> assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isLessThan(500));
      assertThat(meters.get("fraud_velocity_unavailable_total").counter().count()).isPositive();
    }
  }

  @Test
  void a_slow_answer_or_two_do_not_blind_the_other_checks() {
    try (RedisServer own = RedisServer.start()) {
      RedisVelocity redis = client(own.url(), Duration.ofMillis(200));
      assertThat(ask(redis, "a")).isTrue();
      for (int i = 0; i < 2; i++) {
        own.pause();
        assertThat(List.of(ask(redis, "a"), ask(redis, "a"))).containsOnly(false);
        own.resume();
        assertThat(redis.isUp()).isTrue();
        assertThat(ask(redis, "a")).isTrue();
      }
      own.pause();
      assertThat(List.of(ask(redis, "a"), ask(redis, "a"), ask(redis, "a"))).containsOnly(false);
      assertThat(redis.isUp()).isFalse();
      own.resume();
      await().atMost(Duration.ofSeconds(10)).until(redis::isUp);
    }
  }

  @Test
  void a_check_that_finds_no_free_connection_goes_on_alone() throws Exception {
    RedisVelocity redis = client(address(server.url()), Duration.ofMillis(500), 1);
    assertThat(ask(redis, "a")).isTrue();
    try (Jedis look = server.connect()) {
      look.clientPause(800, ClientPauseMode.ALL);
    }
    assertThat(Together.run(4, thread -> ask(redis, "a"))).contains(false);
    assertThat(redis.isUp()).isTrue();
    await().until(() -> ask(redis, "a"));
  }

  @Test
  void looking_after_a_restart_takes_a_new_connection() {
    try (RedisServer own = RedisServer.start()) {
      RedisVelocity redis = client(own.url(), Duration.ofSeconds(5));
      assertThat(ask(redis, "a")).isTrue();
      own.kill();
      own.restart();
      assertThat(redis.peek(NOON, List.of(new Sighting(TEN_MINUTES, "a", 1)))).containsExactly(new Measure(1, 1));
      assertThat(redis.isUp()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a replica", "full"})
  void one_that_can_be_reached_and_cannot_count_is_away(String what) {
    try (RedisServer own = RedisServer.start(); Jedis admin = own.connect()) {
      if (what.equals("full")) admin.configSet("maxmemory", "1");
      else admin.replicaof("127.0.0.1", 1);
      RedisVelocity redis = client(own.url(), Duration.ofSeconds(5));
      assertThat(redis.isUp()).isFalse();
      if (what.equals("full")) admin.configSet("maxmemory", "0");
      else admin.replicaofNoOne();
      await().atMost(Duration.ofSeconds(5)).until(redis::isUp);
      assertThat(ask(redis, "a")).isTrue();
    }
  }

  private void outage(RedisServer own, String how, AtomicBoolean failed, AtomicBoolean back) {
    await().untilTrue(back);
    if (how.equals("killed")) own.kill();
    else own.pause();
    await().atMost(Duration.ofSeconds(10)).untilTrue(failed);
    await().atMost(Duration.ofSeconds(20)).until(() -> meters.get("fraud_velocity_unavailable_total").counter().count() > 5_000); // nobody waits
    back.set(false);
    if (how.equals("killed")) own.restart();
    else own.resume();
    back.set(false);
    await().atMost(Duration.ofSeconds(10)).untilTrue(back);
  }

  private static boolean ask(RedisVelocity redis, String key) {
    try {
      return redis.count(NOON, List.of(new Sighting(TEN_MINUTES, key, 1))).size() == 1;
    } catch (VelocityUnavailable away) {
      return false;
    }
  }

  private static void assertAlike(List<Measure> redis, List<Measure> memory) {
    for (int i = 0; i < memory.size(); i++) {
      assertThat(redis.get(i).count()).isEqualTo(memory.get(i).count());
      assertThat(redis.get(i).distinct()).isEqualTo(memory.get(i).distinct());
      assertThat(redis.get(i).sum()).isCloseTo(memory.get(i).sum(), within(1e-6));
    }
  }

  private RedisVelocity client(String url, Duration timeout) {
    return client(address(url), timeout);
  }

  private RedisVelocity client(RedisAddress address, Duration timeout) {
    return client(address, timeout, 8);
  }

  private RedisVelocity client(RedisAddress address, Duration timeout, int connections) {
    RedisVelocity redis = new RedisVelocity(address, timeout, connections, CardKeys.ofZeros(), meters);
    open.add(redis);
    return redis;
  }

  private static RedisAddress address(String url) {
    return RedisAddress.of(Settings.load(Path.of(""), Map.of("FRAUD_VELOCITY_REDIS_URL", url)::get));
  }
}
