package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A neighbour goes away for a while and comes back, and nobody restarts Wadi. With -Psoak it is away for a minute. */
class OutageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SECONDS_AWAY = Integer.getInteger("outage.seconds", 6);
  /** A client that gets no connection of the pool is refused after 2.5 s, one whose statement hangs after 10 s. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final int CLIENTS = 32; // more than the pool has connections

  @TempDir
  private static Path folder;
  private static ScriptedSmtp mails;
  private static RunningWadi wadi;

  private record Answer(int status, long transaction, String body, Duration took) {}

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    mails = new ScriptedSmtp();
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_EMAIL_SMTP_PORT=" + mails.port(), "DELIVERY_EMAIL_CONCURRENCY=1").start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    mails.close();
  }

  @BeforeEach
  void forget() {
    mails.forget();
  }

  @Test
  void the_database_freezes_under_load_and_everything_goes_on_when_it_is_back() throws Exception {
    ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    AtomicInteger numbers = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> load = new ArrayList<>();
    Set<String> running = ConcurrentHashMap.newKeySet();
    running.add("yes");
    for (int i = 0; i < CLIENTS; i++) {
      boolean keyed = i % 2 == 0; // such a request asks the pool for a connection, others for a place in the next commit
      load.add(clients.submit(() -> {
        while (!running.isEmpty()) {
          int n = numbers.incrementAndGet();
          answers.add(transact(n % 20 == 0 ? 25_000 : 100, keyed ? new String[] {"Idempotency-Key", "n" + n} : new String[0]));
        }
        return null;
      }));
    }
    await().atMost(PATIENCE).until(() -> count(answers, 402) > 5);

    List<String> database = database();
    signal("STOP", database);
    try {
      long frozen = System.nanoTime();
      HttpResponse<String> health = await().atMost(PATIENCE).until(() -> wadi.get("/observe/health/ready"), r -> r.statusCode() == 503);
      assertThat(JSON.readTree(health.body()).at("/checks/database").asText()).isEqualTo("DOWN");
      assertThat(wadi.get("/observe/health/live").statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> count(answers, 503) > 0);
      await().atMost(PATIENCE.plusSeconds(SECONDS_AWAY)).until(() -> System.nanoTime() - frozen > TimeUnit.SECONDS.toNanos(SECONDS_AWAY));
    } finally {
      signal("CONT", database);
    }
    int before = count(answers, 200);
    await().atMost(PATIENCE).until(() -> wadi.get("/observe/health/ready").statusCode() == 200);
    await().atMost(PATIENCE).until(() -> count(answers, 200) > before + 200);
    running.clear();
    for (Future<?> client : load) {
      client.get();
    }
    clients.shutdown();

    assertThat(answers).extracting(Answer::status).containsOnly(200, 402, 503);
    assertThat(answers).filteredOn(a -> a.status() == 503).allSatisfy(a -> assertThat(a.body()).contains("could not be made durable"));
    assertThat(answers.stream().map(Answer::took).max(Duration::compareTo).orElseThrow()).isLessThan(LONGEST_ANSWER);
    Set<Long> stored = stored();
    assertThat(answers).filteredOn(a -> a.status() != 503).extracting(Answer::transaction).isSubsetOf(stored);
    await().atMost(PATIENCE).until(() -> number("select count(*) from outbox where published is null") == 0
        && number("select count(*) from alert a where not exists (select from delivery d where d.source_id = a.id::text and d.channel = 'email' and d.status = 'delivered')") == 0);
    assertThat(mails.subjects()).as("each alert is mailed once").doesNotHaveDuplicates();
    assertThat(mailed()).containsAll(answers.stream().filter(a -> a.status() == 402).map(Answer::transaction).toList());
    assertThat(number("select count(*) from dead_letter")).isZero();
  }

  @Test
  void the_mail_server_goes_away_and_mails_leave_by_urgency_when_it_is_back() throws Exception {
    mails.goAway();
    List<Long> raised = new ArrayList<>();
    for (int amount : List.of(15_000, 25_000, 150_000, 15_000, 25_000, 150_000, 15_000, 25_000, 150_000)) {
      raised.add(transact(amount).transaction());
    }
    await().atMost(PATIENCE).until(() -> mails.refusals().size() >= 3 && waiting() == raised.size());
    mails.comeBack();

    await().atMost(PATIENCE).until(() -> mails.subjects().size() >= raised.size());
    assertThat(mails.subjects()).extracting(subject -> subject.replaceFirst("\\[(\\w+)].*", "$1"))
        .containsExactly("critical", "critical", "critical", "high", "high", "high", "low", "low", "low");
    assertThat(mailed()).containsExactlyInAnyOrderElementsOf(raised);
    await().atMost(PATIENCE).until(() -> waiting() == 0);
    List<Long> tries = mails.refusals();
    assertThat(tries.get(1) - tries.get(0)).as("the first pause is a second").isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    assertThat(tries.get(2) - tries.get(1)).as("the second pause is two").isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_900));
    assertThat(number("select count(*) from dead_letter")).isZero();
  }

  private static Answer transact(int amount, String... headers) throws Exception {
    long begin = System.nanoTime();
    HttpResponse<String> reply = wadi.transact("""
        {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": %d, "currency": "INR"}}"""
        .formatted(amount), headers);
    JsonNode json = JSON.readTree(reply.body());
    return new Answer(reply.statusCode(), json.path("transactionID").asLong(), reply.body(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static int count(ConcurrentLinkedQueue<Answer> answers, int status) {
    return (int) answers.stream().filter(a -> a.status() == status).count();
  }

  private static List<Long> mailed() {
    return mails.subjects().stream().map(subject -> Long.parseLong(subject.replaceFirst(".*Transaction (\\d+):.*", "$1"))).toList();
  }

  private static long waiting() throws Exception {
    return number("select count(*) from delivery where status <> 'delivered'");
  }

  /** The server and every process it has made. */
  private static List<String> database() throws Exception {
    long server = Long.parseLong(Files.readAllLines(wadi.data().resolve("postgres/cluster/postmaster.pid")).get(0).strip());
    ProcessHandle process = ProcessHandle.of(server).orElseThrow();
    return Stream.concat(Stream.of(process), process.descendants()).map(p -> Long.toString(p.pid())).toList();
  }

  private static void signal(String name, List<String> processes) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    command.addAll(processes);
    new ProcessBuilder(command).start().waitFor();
  }

  private static Set<Long> stored() throws Exception {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet rows = sql.executeQuery("select id from transaction");
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private static long number(String query) throws Exception {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet row = sql.executeQuery(query);
      row.next();
      return row.getLong(1);
    }
  }
}
