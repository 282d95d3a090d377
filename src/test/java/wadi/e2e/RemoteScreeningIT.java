package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.brokers.Ports;
import wadi.e2e.MoodyFraudPolice.Mood;

/** The fraud check service misbehaves under load: nobody waits longer than said, nothing is lost, and all is well again by itself. */
class RemoteScreeningIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  /** Five times of what the benchmark holds it to: other tests run beside. */
  private static final Duration BOUND = TIMEOUT.plusMillis(20).multipliedBy(5);
  private static final int AT_ONCE = 8;
  private static final int CALLS = 200;
  /** Of ten calls, that must have failed. */
  private static final int HALF = 5;
  private static final String TRANSACTION = """
      {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": 12.50, "currency": "INR"}}""";

  @TempDir
  private static Path folder;
  private static MoodyFraudPolice police;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    police = new MoodyFraudPolice(Ports.free(), TIMEOUT.toMillis() / 5);
    wadi = new RunningWadi(folder.resolve("passes"), "ROLES=intake,fraud", "FRAUD_MODE=remote", "FRAUD_REMOTE_URL=" + police.url(),
        "FRAUD_REMOTE_TIMEOUT=" + TIMEOUT.toMillis() + "ms", "FRAUD_REMOTE_FALLBACK=pass", "FRAUD_REMOTE_BREAKER_OPEN_SECONDS=2").start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    police.close();
  }

  @ParameterizedTest
  @CsvSource({"HANGS, timeout", "DRIPS, timeout", "GARBAGE, garbage", "NO_HTTP, garbage", "ENDLESS, garbage", "FAILS, status", "RESETS, reset", "CUTS_SHORT, reset",
      "REFUSES, refused"})
  void whatever_it_does_intake_answers_in_time_and_stores_all_of_it_and_soon_asks_no_more(Mood mood, String outcome) throws Exception {
    wellAgain(wadi, Duration.ofSeconds(30));
    int asked = police.asked();
    long rows = rows();
    double failed = calls(wadi, outcome);
    double spared = calls(wadi, "not_asked");
    police.mood(mood);

    List<Answer> answers = load(wadi);

    assertThat(answers).hasSize(CALLS).allSatisfy(answer -> {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("SCREENING_UNAVAILABLE");
      assertThat(answer.time()).isLessThan(BOUND);
    });
    assertThat(rows() - rows).isEqualTo(CALLS);
    assertThat(police.asked() - asked).isBetween(mood == Mood.REFUSES ? 0 : HALF, mood == Mood.REFUSES ? 0 : 10 + AT_ONCE - 1);
    assertThat(calls(wadi, outcome) - failed).isBetween((double) HALF, 10.0 + AT_ONCE - 1);
    assertThat(calls(wadi, outcome) - failed + calls(wadi, "not_asked") - spared).isEqualTo(CALLS);
    JsonNode health = screening(wadi, 200);
    assertThat(health.get("status").asText()).isEqualTo("DEGRADED");
    assertThat(health.get("circuit").asText()).isIn("open", "half_open");
    assertThat(health.get("lastFailure").asText()).isEqualTo(outcome);
    assertThat(health.hasNonNull("failingSince")).isTrue();

    wellAgain(wadi, Duration.ofSeconds(30));
    assertThat(screening(wadi, 200).get("status").asText()).isEqualTo("UP");
  }

  @Test
  void one_that_is_slow_but_in_time_decides_each() throws Exception {
    wellAgain(wadi, Duration.ofSeconds(30));
    int asked = police.asked();
    double answered = calls(wadi, "answered");
    police.mood(Mood.SLOW);
    List<Answer> answers = load(wadi);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).doesNotContain("SCREENING_UNAVAILABLE"));
    assertThat(police.asked() - asked).isEqualTo(CALLS);
    assertThat(calls(wadi, "answered") - answered).isEqualTo(CALLS);
    assertThat(metric(wadi, "fraud_remote_connections{state=\"idle\"}")).isBetween(1.0, (double) AT_ONCE);
  }

  @Test
  void transactions_from_a_broker_are_each_stored_once_while_it_hangs() throws Exception {
    wellAgain(wadi, Duration.ofSeconds(30));
    long rows = rows();
    police.mood(Mood.HANGS);
    try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT")); JMSContext jms = broker.createContext()) {
      for (int i = 0; i < 50; i++) {
        jms.createProducer().send(jms.createQueue("wadi.transactions"), TRANSACTION.replace("\"id\": 7", "\"name\": \"from the broker\""));
      }
    }
    await().atMost(PATIENCE).until(() -> rows() - rows >= 50);
    assertThat(screening(wadi, 200).get("lastFailure").asText()).isEqualTo("timeout");
    wellAgain(wadi, Duration.ofSeconds(30));
    assertThat(count("select count(*) from transaction where body->'order'->>'name' = 'from the broker'")).isEqualTo(50);
  }

  @Test
  void one_that_was_restarted_is_asked_over_a_new_connection_and_once() throws Exception {
    wellAgain(wadi, Duration.ofSeconds(30));
    int asked = police.asked();
    double reset = calls(wadi, "reset");
    for (int i = 1; i <= 5; i++) {
      police.hangUp();
      await().atMost(PATIENCE).until(() -> metric(wadi, "fraud_remote_connections{state=\"used\"}") == 0);
      assertThat(wadi.transact(TRANSACTION).body()).doesNotContain("SCREENING_UNAVAILABLE");
      assertThat(police.asked() - asked).isEqualTo(i);
    }
    assertThat(calls(wadi, "reset")).isEqualTo(reset);
  }

  @Test
  void with_the_shipped_properties_the_circuit_opens_within_ten_calls_and_is_closed_half_a_minute_after_the_end() throws Exception {
    try (MoodyFraudPolice other = new MoodyFraudPolice(Ports.free(), 0);
        RunningWadi holds = new RunningWadi(folder.resolve("holds"), "ROLES=intake", "FRAUD_MODE=remote", "FRAUD_REMOTE_URL=" + other.url(),
            "FRAUD_REMOTE_FALLBACK=hold").start()) {
      other.mood(Mood.RESETS);
      for (int i = 1; i <= 20; i++) {
        HttpResponse<String> reply = holds.transact(TRANSACTION);
        assertThat(reply.statusCode()).isEqualTo(402);
        assertThat(reply.body()).contains("SCREENING_UNAVAILABLE");
      }
      assertThat(other.asked()).isEqualTo(10);
      assertThat(metric(holds, "fraud_remote_circuit_open")).isEqualTo(1);
      assertThat(holds.command("status").output()).contains("DEGRADED (remote) at " + other.url(), "circuit open", "(reset), meanwhile hold");
      other.mood(Mood.WELL);
      await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).until(() -> {
        assertThat(holds.transact(TRANSACTION).statusCode()).isIn(200, 402);
        return screening(holds, 200).get("circuit").asText().equals("closed");
      });
      assertThat(holds.transact(TRANSACTION).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_process_that_is_told_to_stop_answers_the_checks_and_transactions_it_has() throws Exception {
    try (MoodyFraudPolice patient = new MoodyFraudPolice(Ports.free(), 0);
        RunningWadi stopping = new RunningWadi(folder.resolve("stops"), "ROLES=intake,fraud", "FRAUD_MODE=remote", "FRAUD_REMOTE_URL=" + patient.url(),
            "FRAUD_REMOTE_TIMEOUT=30s").start()) {
      patient.mood(Mood.UNTIL_TOLD);
      CompletableFuture<HttpResponse<String>> check = stopping.send(FraudPolice.PATH, """
          {"transactionID": 18446744073709551615, "userID": 1, "order": {"id": 7}, "paymentMethod": "card", "payment": {"amount": 12.50, "currency": "INR"}}""", null);
      CompletableFuture<HttpResponse<String>> transaction = stopping.send("/transact", TRANSACTION, null);
      await().atMost(PATIENCE).until(() -> patient.asked() == 2);
      stopping.tell("TERM");
      await().atMost(PATIENCE).until(() -> !takes(stopping));
      assertThat(check).isNotDone();
      assertThat(transaction).isNotDone();
      patient.tell();
      assertThat(check.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).contains("\"isFraud\":false");
      assertThat(transaction.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(stopping.exitCode()).isEqualTo(143);
    }
  }

  /** Whether requests that come now are let in. */
  private static boolean takes(RunningWadi wadi) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", wadi.port("HTTP_PORT"))) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
      return !new String(socket.getInputStream().readAllBytes()).startsWith("HTTP/1.1 503");
    } catch (ConnectException e) {
      return false;
    }
  }

  private record Answer(int status, String body, Duration time) {}

  private static List<Answer> load(RunningWadi wadi) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Answer>> under = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        under.add(clients.submit(() -> {
          long began = System.nanoTime();
          HttpResponse<String> reply = wadi.transact(TRANSACTION);
          return new Answer(reply.statusCode(), reply.body(), Duration.ofNanos(System.nanoTime() - began));
        }));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> each : under) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      clients.shutdownNow();
    }
  }

  /** Lets the service answer, and waits until it is asked again. */
  private static void wellAgain(RunningWadi wadi, Duration within) throws Exception {
    police.mood(Mood.WELL);
    await().atMost(within).pollInterval(Duration.ofMillis(100)).until(() -> {
      wadi.transact(TRANSACTION);
      return screening(wadi, 200).get("circuit").asText().equals("closed");
    });
    for (int i = 0; i < 10; i++) { // what a window of the circuit remembers
      assertThat(wadi.transact(TRANSACTION).body()).doesNotContain("SCREENING_UNAVAILABLE");
    }
  }

  private static JsonNode screening(RunningWadi wadi, int status) throws Exception {
    HttpResponse<String> health = wadi.get("/observe/health");
    assertThat(health.statusCode()).isEqualTo(status);
    return JSON.readTree(health.body()).at("/checks/screening");
  }

  private static double calls(RunningWadi wadi, String outcome) throws Exception {
    return metric(wadi, "fraud_remote_calls_total{outcome=\"" + outcome + "\"}");
  }

  private static double metric(RunningWadi wadi, String series) throws Exception {
    Matcher value = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(wadi.get("/observe/metrics").body());
    assertThat(value.find()).as(series).isTrue();
    return Double.parseDouble(value.group(1));
  }

  private static long rows() throws Exception {
    return count("select count(*) from transaction");
  }

  private static long count(String query) throws Exception {
    try (Connection database = wadi.database(); ResultSet rows = database.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
