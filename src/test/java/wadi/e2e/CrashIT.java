package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies in the middle of its work. Where exactly is chosen by a seed (-Dcrash.seed=N repeats a run): a
 * trigger in the database holds the nth statement of one kind, and while it is held the process is killed.
 */
class CrashIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CONCURRENT_SENDS = 8;
  private static final int CLIENTS = 16;

  /** Where it dies: the statement that is under way then. */
  private enum Point {
    INTAKE("before insert on transaction for each row"),
    RELAY("before update on outbox for each row"),
    CLAIM("before update on delivery for each row when (new.status = 'leased')"),
    SEND("before insert on inbox_message for each row"),
    PROMISE("before insert on delivery for each row"),
    OUTCOME("before update on delivery for each row when (new.status = 'delivered')");

    private final String when;

    Point(String when) {
      this.when = when;
    }
  }

  @TempDir
  private Path folder;
  private RunningWadi wadi;
  private final Set<Long> held = ConcurrentHashMap.newKeySet();
  private final Set<Long> sold = ConcurrentHashMap.newKeySet();
  private final Set<HttpResponse<String>> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> strange = ConcurrentHashMap.newKeySet();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

  @AfterEach
  void stop() throws Exception {
    clients.shutdownNow();
    wadi.close();
  }

  @Test
  void nothing_answered_is_lost_when_the_process_dies_anywhere() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("crash.seed=" + seed);
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>(List.of(Point.INTAKE, Point.RELAY, Point.CLAIM, Point.SEND, Point.OUTCOME));
    Collections.shuffle(points, random);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    // Mails alone leave: the inbox keeps 1,000 messages.
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_EMAIL_CONCURRENCY=" + CONCURRENT_SENDS, "DELIVERY_SMS_BUDGET=0 per day").start();

    for (Point point : points) {
      int nth = 1 + random.nextInt(12);
      System.out.println("dies at " + point + " number " + nth);
      holdAt(point, nth);
      Thread load = new Thread(this::sendUntilItDies);
      load.start();
      awaitHeldStatement();
      wadi.killHard();
      load.join();

      wadi.start();
      clear();
      assertThat(wadi.transact(transaction(0)).statusCode()).isEqualTo(200);
    }

    assertThat(refused).isEmpty();
    assertThat(strange).as("answers nobody expects").isEmpty();
    assertThat(held).isNotEmpty();
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    await().atMost(PATIENCE).until(() -> number("select count(*) from delivery where channel = 'email' and status <> 'delivered'") == 0);
    assertThat(stored()).containsAll(held).containsAll(sold);
    List<Long> mails = mailed();
    assertThat(mails.size() - Set.copyOf(mails).size()).as("mails sent twice").isLessThanOrEqualTo(CONCURRENT_SENDS * points.size());
    assertThat(mails).as("mails in the inbox, which keeps 1,000").hasSizeLessThan(1_000);
    assertThat(number("select count(*) from dead_letter")).isZero();
  }

  @Test
  void an_alert_whose_database_connection_breaks_comes_again_and_is_not_parked() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data")).start();
    holdAt(Point.PROMISE, 1);

    remember(wadi.transact(transaction(1)));
    awaitHeldStatement();
    assertThat(number("select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event = 'PgSleep'")).isPositive();

    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    clear();
    assertThat(number("select count(*) from dead_letter")).isZero();
    assertThat(mailed()).hasSize(1);
  }

  @Test
  void the_database_dies_under_load_and_everything_catches_up() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data")).start();
    for (int times = 0; times < 2; times++) {
      int before = held.size();
      Thread load = new Thread(() -> sendUntil(before + 60));
      load.start();
      await().atMost(PATIENCE).until(() -> held.size() > before + 20);
      new ProcessBuilder("kill", "-KILL", Files.readAllLines(wadi.data().resolve("postgres/cluster/postmaster.pid")).get(0).strip()).start().waitFor();
      load.join();
    }

    assertThat(refused).as("answers while the database was away").allMatch(reply -> reply.statusCode() == 503);
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    assertThat(stored()).containsAll(held).containsAll(sold);
    assertThat(number("select count(*) from dead_letter")).isZero();
    assertThat(wadi.output()).as("rows of customers in the log").doesNotContain("411111******1111");
  }

  /** Sixteen clients, every third transaction is held. */
  private void sendUntilItDies() {
    sendUntil(800);
  }

  private void sendUntil(int enough) {
    try {
      clients.invokeAll(Collections.nCopies(CLIENTS, () -> {
        Random amounts = new Random();
        try {
          while (held.size() < enough) {
            remember(wadi.transact(transaction(amounts.nextInt(3))));
          }
        } catch (IOException e) {
          // it died: what was not answered is nobody's promise
        }
        return null;
      }));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void remember(HttpResponse<String> reply) throws IOException {
    JsonNode json = JSON.readTree(reply.body());
    if (reply.statusCode() >= 500) {
      refused.add(reply);
      return;
    }
    switch (json.at("/transactionStatus/code").asInt()) {
      case 15 -> held.add(json.get("transactionID").asLong());
      case 18 -> sold.add(json.get("transactionID").asLong());
      default -> strange.add(reply.body());
    }
  }

  private static String transaction(int kind) {
    return """
        {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": %d, "currency": "INR"}}"""
        .formatted(kind == 1 ? 25_000 : 100);
  }

  private void holdAt(Point point, int nth) throws SQLException, IOException {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      sql.execute("create sequence crash_count");
      sql.execute("""
          create function crash_hold() returns trigger language plpgsql as $$
          begin
            if nextval('crash_count') = %d then perform pg_sleep(30); end if;
            return new;
          end $$""".formatted(nth));
      sql.execute("create trigger crash %s execute function crash_hold()".formatted(point.when));
    }
  }

  private void awaitHeldStatement() throws SQLException, IOException {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      await().atMost(PATIENCE).pollInterval(5, TimeUnit.MILLISECONDS).until(() -> {
        ResultSet row = sql.executeQuery("select count(*) from pg_stat_activity where wait_event = 'PgSleep'");
        row.next();
        return row.getInt(1) > 0;
      });
    }
  }

  private void clear() throws SQLException, IOException {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      sql.execute("drop function crash_hold() cascade");
      sql.execute("drop sequence crash_count");
    }
  }

  private List<Long> mailed() throws Exception {
    return Mailbox.of(wadi).mails().stream().map(Mailbox::transactionOf).toList();
  }

  private Set<Long> stored() throws SQLException, IOException {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet rows = sql.executeQuery("select id from transaction");
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private long number(String query) throws SQLException, IOException {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet row = sql.executeQuery(query);
      row.next();
      return row.getLong(1);
    }
  }
}
