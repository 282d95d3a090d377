package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header Idempotency-Key, as clients use it that send again what was not answered. */
class IdempotencyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int AT_ONCE = 100; // more than there are workers
  private static final String KEY = "idempotency-key";

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;
  private static final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data"), "INTAKE_IDEMPOTENCY_RESERVATION=5s", "INTAKE_IDEMPOTENCY_WAIT=3s").start();
    wadi.transact(transaction("warm up", 100), KEY, "warm up".replace(' ', '-'));
  }

  @AfterAll
  static void stop() throws Exception {
    clients.shutdownNow();
    wadi.close();
  }

  @ParameterizedTest
  @CsvSource({"200, 100, 0", "200, 15000, 1", "402, 25000, 1"})
  void a_hundred_at_once_are_one_transaction_and_get_one_answer(int status, int amount, int alerts) throws Exception {
    String body = transaction("a hundred", amount);

    List<HttpResponse<String>> replies = send(AT_ONCE, n -> wadi.transact(body, KEY, "hundred-" + amount));

    assertThat(replies).extracting(HttpResponse::statusCode).containsOnly(status);
    assertThat(replies).extracting(HttpResponse::body).containsOnly(replies.get(0).body());
    assertThat(replies).extracting(reply -> reply.headers().firstValue("Content-Type").orElse("none")).containsOnly("application/json");
    long id = JSON.readTree(replies.get(0).body()).get("transactionID").asLong();
    assertThat(number("select count(*) from transaction where body->'order'->>'name' = 'a hundred' and body->'payment'->>'amount' = '" + amount + "'"))
        .isEqualTo(1);
    assertThat(number("select count(*) from transaction where id = " + id)).isEqualTo(1);
    assertThat(number("select count(*) from alert where transaction_id = " + id)).isEqualTo(alerts);
  }

  @Test
  void it_holds_over_two_processes_on_one_database_and_when_clean_ones_are_not_kept() throws Exception {
    String port = Files.readAllLines(wadi.data().resolve("postgres/cluster/postmaster.pid")).get(3).strip();
    try (RunningWadi second = new RunningWadi(folder.resolve("second"), "DATABASE_URL=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "DATABASE_PASSWORD=" + Files.readString(wadi.data().resolve("postgres/password")).strip(),
        "CARD_KEY=" + Files.readString(wadi.data().resolve("secrets/card-key")).strip(), "INTAKE_JOURNAL=held").start()) {
      for (int key = 0; key < 5; key++) {
        String name = "two-" + key;
        List<HttpResponse<String>> replies = send(20, n -> (n % 2 == 0 ? wadi : second).transact(transaction(name, 100), KEY, name));

        assertThat(replies).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(replies).extracting(HttpResponse::body).containsOnly(replies.get(0).body());
        assertThat(number("select count(*) from transaction where body->'order'->>'name' = '" + name + "'")).isEqualTo(1);
      }
      String kept = second.transact(transaction("kept", 100), KEY, "kept").body();
      assertThat(wadi.transact(transaction("kept", 100), KEY, "kept").body()).isEqualTo(kept);
    }
  }

  @Test
  void another_body_gets_422_and_a_request_that_failed_frees_its_key() throws Exception {
    assertThat(wadi.transact("{\"order\": 1", KEY, "mended").statusCode()).isEqualTo(400);
    assertThat(wadi.transact("{\"order\": 1}", KEY, "mended").statusCode()).isEqualTo(422);
    assertThat(wadi.transact("", KEY, "mended").statusCode()).isEqualTo(400);
    HttpResponse<String> right = wadi.transact(transaction("mended", 100), KEY, "mended");
    assertThat(right.statusCode()).isEqualTo(200);

    HttpResponse<String> other = wadi.transact(transaction("other", 100), KEY, "mended");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(JSON.readTree(other.body()).get("detail").asText()).contains("another body");
    assertThat(other.headers().firstValue("Content-Type")).contains("application/problem+json");

    assertThat(wadi.transact(transaction("mended", 100), KEY, "not visible").statusCode()).isEqualTo(400);
    assertThat(wadi.transact(transaction("mended", 100), KEY, "one", KEY, "two").statusCode()).isEqualTo(400);
  }

  @Test
  void a_payment_that_failed_is_not_tried_again_under_its_key() throws Exception {
    String body = transaction("declined", 100).replace("amazonpay", "sandbox-decline");
    HttpResponse<String> first = wadi.transact(body, KEY, "declined");
    HttpResponse<String> again = wadi.transact(body, KEY, "declined");

    assertThat(first.statusCode()).isEqualTo(502);
    assertThat(again.statusCode()).isEqualTo(502);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void one_that_takes_too_long_is_overtaken_and_stores_nothing() throws Exception {
    String body = transaction("slow", 25_000);
    holdFirstTransaction(9);
    Future<HttpResponse<String>> slow = clients.submit(() -> wadi.transact(body, KEY, "slow"));
    awaitHeldStatement();

    HttpResponse<String> meanwhile = wadi.transact(body, KEY, "slow");
    assertThat(meanwhile.statusCode()).isEqualTo(409);
    assertThat(meanwhile.headers().firstValue("Retry-After")).isPresent();
    assertThat(meanwhile.body()).contains("still being worked on");
    assertThat(wadi.transact(transaction("other", 100), KEY, "slow").statusCode()).isEqualTo(422);
    assertThat(slow.isDone()).isFalse();
    HttpResponse<String> next = await().atMost(PATIENCE).until(() -> wadi.transact(body, KEY, "slow"), reply -> reply.statusCode() != 409);

    assertThat(next.statusCode()).isEqualTo(402);
    assertThat(slow.get().statusCode()).isEqualTo(409);
    release();
    assertThat(number("select count(*) from transaction where body->'order'->>'name' = 'slow'")).isEqualTo(1);
    assertThat(number("select count(*) from alert a join transaction t on t.id = a.transaction_id where t.body->'order'->>'name' = 'slow'")).isEqualTo(1);
    assertThat(wadi.transact(body, KEY, "slow").body()).isEqualTo(next.body());
  }

  @Test
  void a_process_that_dies_leaves_a_key_that_works_again_and_the_answers_it_gave() throws Exception {
    String answered = transaction("answered", 25_000);
    String before = wadi.transact(answered, KEY, "answered").body();
    String body = transaction("crashed", 100);
    holdFirstTransaction(30);
    Future<HttpResponse<String>> lost = clients.submit(() -> wadi.transact(body, KEY, "crashed"));
    awaitHeldStatement();
    wadi.killHard();
    assertThat(lost).failsWithin(PATIENCE);

    wadi.start();
    release();
    assertThat(wadi.transact(answered, KEY, "answered").body()).isEqualTo(before);
    HttpResponse<String> reply = await().atMost(PATIENCE).until(() -> wadi.transact(body, KEY, "crashed"), r -> r.statusCode() != 409);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(wadi.transact(body, KEY, "crashed").body()).isEqualTo(reply.body());
    assertThat(number("select count(*) from transaction where body->'order'->>'name' = 'crashed'")).isEqualTo(1);
  }

  private interface Request {
    HttpResponse<String> send(int n) throws Exception;
  }

  private static List<HttpResponse<String>> send(int times, Request request) throws Exception {
    List<Future<HttpResponse<String>>> sent = new ArrayList<>();
    for (int n = 0; n < times; n++) {
      int number = n;
      sent.add(clients.submit(() -> request.send(number)));
    }
    List<HttpResponse<String>> replies = new ArrayList<>();
    for (Future<HttpResponse<String>> reply : sent) {
      replies.add(reply.get());
    }
    return replies;
  }

  private static String transaction(String name, int amount) {
    return """
        {"order": {"name": "%s"}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": %d, "currency": "INR"}}"""
        .formatted(name, amount);
  }

  /** The next transaction that is written stays in the database for so long. */
  private static void holdFirstTransaction(int seconds) throws Exception {
    execute("create sequence hold_count");
    execute("""
        create function hold() returns trigger language plpgsql as $$
        begin
          if nextval('hold_count') = 1 then perform pg_sleep(%d); end if;
          return new;
        end $$""".formatted(seconds));
    execute("create trigger hold before insert on transaction for each row execute function hold()");
  }

  private static void release() throws Exception {
    execute("drop function hold() cascade");
    execute("drop sequence hold_count");
  }

  private static void awaitHeldStatement() {
    await().atMost(PATIENCE).until(() -> number("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") > 0);
  }

  private static void execute(String statement) throws Exception {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      sql.execute(statement);
    }
  }

  private static long number(String query) throws Exception {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet row = sql.executeQuery(query);
      row.next();
      return row.getLong(1);
    }
  }
}
