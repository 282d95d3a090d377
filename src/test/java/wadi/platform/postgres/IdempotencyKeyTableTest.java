package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.Together;
import wadi.platform.ports.IdempotencyKeys.Claim;
import wadi.platform.ports.IdempotencyKeys.Reservation;
import wadi.platform.ports.JournalEntry;
import wadi.platform.ports.ReservationLost;

@Timeout(60)
class IdempotencyKeyTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private IdempotencyKeyTable keys;
  private TransactionTable transactions;

  @BeforeEach
  void open() {
    keys = new IdempotencyKeyTable(database.database());
    transactions = new TransactionTable(database.database());
  }

  @AfterEach
  void close() {
    keys.close();
    transactions.close();
  }

  @Test
  void one_of_many_gets_the_key_and_the_others_hear_that_it_is_running() throws Exception {
    List<Claim> claims = Together.run(16, thread -> keys.claim("k", "body", MINUTE));

    assertThat(claims).filteredOn(Claim.Reserved.class::isInstance).hasSize(1);
    assertThat(claims).filteredOn(Claim.Running.class::isInstance).hasSize(15)
        .allSatisfy(claim -> assertThat(((Claim.Running) claim).age()).isBetween(Duration.ZERO, Duration.ofSeconds(30)));
  }

  @Test
  void what_was_answered_is_told_again_in_full() {
    Reservation mine = reserve("k");
    transactions.store(new JournalEntry(7, Instant.now(), "http", 15, "held", 150, "[{\"code\": \"A\", \"text\": \"b\"}]",
        "[{\"code\": \"S\", \"text\": \"t\"}]", "v1", 345, null, null, "{}", mine));

    assertThat(keys.claim("k", "body", MINUTE))
        .isEqualTo(new Claim.Answered(7, 15, "held", 150, "[{\"code\": \"A\", \"text\": \"b\"}]", "[{\"code\": \"S\", \"text\": \"t\"}]", "v1", 345));
    assertThat(keys.claim("k", "body", MINUTE).isAnswered()).isTrue();
  }

  @Test
  void what_a_process_of_the_version_before_answered_is_told_again_without_what_it_did_not_write() {
    transactions.store(entry(7, 18, reserve("k")));
    database.jdbc().sql("update transaction set shadow_reasons = default, took_micros = default").update();

    assertThat(keys.claim("k", "body", MINUTE)).isEqualTo(new Claim.Answered(7, 18, "clean", 0, "[]", "[]", "v1", 0));
  }

  @Test
  void another_body_is_told_so_whether_the_first_is_running_answered_or_gone() {
    Reservation mine = reserve("k");
    assertThat(keys.claim("k", "other", MINUTE)).isEqualTo(new Claim.OtherBody());
    transactions.store(entry(7, 18, mine));
    assertThat(keys.claim("k", "other", MINUTE)).isEqualTo(new Claim.OtherBody());

    reserve("left");
    runOut("left");
    assertThat(keys.claim("left", "other", MINUTE)).isEqualTo(new Claim.OtherBody());
  }

  @Test
  void a_key_whose_request_failed_is_free_at_once_for_any_body() {
    keys.release(reserve("k"));

    assertThat(keys.claim("k", "other", MINUTE)).isInstanceOf(Claim.Reserved.class);
  }

  @Test
  void a_key_that_was_answered_all_the_same_is_not_given_back() {
    Reservation mine = reserve("k");
    transactions.store(entry(7, 18, mine));
    keys.release(mine);

    assertThat(keys.claim("k", "body", MINUTE)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void a_reservation_that_is_over_is_taken_over_by_one() throws Exception {
    reserve("k");
    runOut("k");

    List<Claim> claims = Together.run(16, thread -> keys.claim("k", "body", MINUTE));

    assertThat(claims).filteredOn(Claim.Reserved.class::isInstance).hasSize(1);
    assertThat(claims).filteredOn(Claim.Running.class::isInstance).hasSize(15);
  }

  @Test
  void of_two_that_find_it_over_at_the_same_moment_one_takes_it_over() throws Exception {
    reserve("k");
    runOut("k");
    List<CompletableFuture<Claim>> claims = new ArrayList<>();
    database.database().inTransaction(() -> {
      database.jdbc().sql("select from idempotency_key for update").query((row, n) -> n).list();
      for (int i = 0; i < 2; i++) {
        claims.add(CompletableFuture.supplyAsync(() -> keys.claim("k", "body", MINUTE), work -> new Thread(work).start()));
      }
      await().until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == 2);
    });

    assertThat(claims).extracting(CompletableFuture::join).hasAtLeastOneElementOfType(Claim.Reserved.class)
        .hasAtLeastOneElementOfType(Claim.Running.class);
  }

  @Test
  void reservations_end_by_the_clock_of_the_database() {
    assertThat(keys.claim("k", "body", Duration.ofMillis(300))).isInstanceOf(Claim.Reserved.class);
    assertThat(keys.claim("k", "body", Duration.ofMillis(300))).isInstanceOf(Claim.Running.class);

    await().until(() -> keys.claim("k", "body", Duration.ofMillis(300)) instanceof Claim.Reserved);
  }

  @Test
  void who_comes_after_its_reservation_was_taken_over_stores_nothing() {
    Reservation slow = reserve("k");
    runOut("k");
    Reservation next = reserve("k");

    assertThatThrownBy(() -> transactions.store(entry(1, 18, slow))).isInstanceOf(ReservationLost.class);
    assertThatThrownBy(() -> database.database().inTransaction(() -> transactions.store(entry(2, 15, slow)))).isInstanceOf(ReservationLost.class);
    keys.release(slow);
    transactions.store(entry(3, 18, next));

    assertThat(database.jdbc().sql("select id from transaction").query(Long.class).list()).containsExactly(3L);
    assertThat(keys.claim("k", "body", MINUTE)).isEqualTo(new Claim.Answered(3, 18, "clean", 0, "[]", "v1"));
  }

  @Test
  void who_is_late_but_was_not_taken_over_is_in_time() {
    Reservation slow = reserve("k");
    runOut("k");
    transactions.store(entry(1, 18, slow));

    assertThat(keys.claim("k", "body", MINUTE)).isInstanceOf(Claim.Answered.class);
  }

  @Test
  void a_lost_reservation_does_not_touch_others_of_the_same_commit() throws Exception {
    Reservation lost = reserve("lost");
    keys.release(lost);

    Together.run(8, thread -> {
      for (int i = 0; i < 10; i++) {
        long id = thread * 10 + i;
        if (i % 5 == 0) {
          assertThatThrownBy(() -> transactions.store(entry(id, 18, lost))).isInstanceOf(ReservationLost.class);
        } else {
          transactions.store(entry(id, 18, i % 2 == 0 ? null : reserve("key " + id)));
        }
      }
      return null;
    });

    assertThat(database.count("select count(*) from transaction")).isEqualTo(64);
    assertThat(database.count("select count(*) from idempotency_key where transaction_id is not null")).isEqualTo(32);
  }

  @Test
  void the_key_is_answered_in_the_transaction_of_the_thread_or_not_at_all() {
    Reservation mine = reserve("k");

    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      transactions.store(entry(1, 15, mine));
      throw new IllegalStateException("no");
    })).hasMessage("no");

    assertThat(keys.claim("k", "body", MINUTE)).isInstanceOf(Claim.Running.class);
  }

  @Test
  void a_payment_begun_is_running_until_it_is_settled_or_left_behind_and_never_begun_again() {
    Reservation mine = reserve("k");
    transactions.store(entry(1, 16, mine));
    assertThat(keys.claim("k", "body", MINUTE)).isInstanceOf(Claim.Running.class);

    runOut("k");
    assertThat(keys.claim("k", "body", MINUTE)).isEqualTo(new Claim.Answered(1, 16, "clean", 0, "[]", "v1"));
    transactions.store(entry(1, 18, mine));
    assertThat(keys.claim("k", "body", MINUTE)).isEqualTo(new Claim.Answered(1, 18, "clean", 0, "[]", "v1"));
  }

  @Test
  void a_payment_begun_whose_request_failed_is_answered_as_it_stands() {
    Reservation mine = reserve("k");
    transactions.store(entry(1, 16, mine));
    keys.release(mine);

    assertThat(keys.claim("k", "body", MINUTE)).isEqualTo(new Claim.Answered(1, 16, "clean", 0, "[]", "v1"));
  }

  @Test
  void a_key_is_new_again_when_its_transaction_is_forgotten() {
    transactions.store(entry(1, 18, reserve("k")));
    database.jdbc().sql("delete from transaction").update();
    runOut("k");

    Reservation mine = reserve("k");
    transactions.store(entry(2, 18, mine));
    assertThat(keys.claim("k", "body", MINUTE)).isInstanceOf(Claim.Answered.class);
  }

  private Reservation reserve(String key) {
    return ((Claim.Reserved) keys.claim(key, "body", MINUTE)).reservation();
  }

  private static void runOut(String key) {
    database.jdbc().sql("update idempotency_key set reserved_until = now() where key = ?").param(key).update();
  }

  private static JournalEntry entry(long id, int status, Reservation reservation) {
    return new JournalEntry(id, Instant.now(), "http", status, "clean", 0, "[]", "v1", null, "{}", reservation);
  }
}
