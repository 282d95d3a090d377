package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.ParkingKey;
import wadi.platform.SettableClock;
import wadi.platform.Together;
import wadi.platform.ports.DeadLetter;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.BudgetTable;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.DeliveryQueries;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.ParkedDeliveries;
import wadi.platform.postgres.ParkedQueries;
import wadi.platform.postgres.Rows;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class ReplaysTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Actor ALICE = new Actor("alice@desk", "127.0.0.1", "mended");
  private static final byte[] ORIGINAL = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

  private static final DeliveryTable.Events NOBODY = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {
      throw new AssertionError("nothing was taken over");
    }

    @Override
    public void expired(String channel, int count) {
      throw new AssertionError("nothing expires here");
    }
  };

  private final SettableClock clock = new SettableClock("2026-11-20T15:00:00Z");
  private final Doorbells doorbells = new Doorbells();
  private final Rows rows = new Rows(database.jdbc());
  private final DeadLetterTable deadLetters = new DeadLetterTable(database.database(), new ParkingKey(List.of(new byte[32])));
  private final List<String> entered = new ArrayList<>();
  private Function<Long, RouteEntrance.Entered> route = id -> new RouteEntrance.Entered.Taken();
  private final Replays replays = new Replays(database.database(), new ParkedDeliveries(database.database(), doorbells), deadLetters, this::enter, clock);

  private RouteEntrance.Entered enter(long id, String route, byte[] original) {
    entered.add(id + " " + route + " " + new String(original, StandardCharsets.UTF_8));
    return this.route.apply(id);
  }

  @Test
  void a_parked_delivery_waits_again_with_its_urgency_and_its_history() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    rows.attempt(1, 1, "retry", "451");
    rows.attempt(1, 2, "parked", "550");

    Replays.Result result = replays.replay("delivery", 1, null, ALICE);

    assertThat(result.outcome()).isEqualTo("waiting");
    assertThat(doorbells.of(DeliveryTable.bell("email")).rings()).isEqualTo(1);
    assertThat(database.count("select count(*) from delivery_attempt")).isEqualTo(2);
    try (DeliveryTable table = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, NOBODY)) {
      List<Delivery> claimed = table.claim(new BudgetTable.Lane("email", "smtp", ReleasePlan.immediate(Budget.parse("1 per day", ZoneOffset.UTC))), 9, Duration.ofMinutes(1));
      assertThat(claimed).singleElement().satisfies(delivery -> {
        assertThat(delivery.urgency()).isEqualTo(150);
        assertThat(delivery.attempts()).isEqualTo(3);
        assertThat(delivery.createdAt()).as("the time to retry begins again").isEqualTo(clock.instant());
      });
    }
    assertThat(database.count("select sum(used) from budget_window")).as("it costs a credit").isEqualTo(1);
    assertThat(audit()).containsExactly("alice@desk 127.0.0.1 replay delivery/1 mended waiting");
  }

  @Test
  void a_replay_of_many_stays_within_the_budget() {
    for (int id = 1; id <= 5; id++) {
      rows.delivery(id, id, "email", "a", "parked", 1);
    }
    replays.replay(new ParkedQueries(database.database()), everything(), 9, null, null, ALICE);
    try (DeliveryTable table = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, NOBODY)) {
      assertThat(table.claim(new BudgetTable.Lane("email", "smtp", ReleasePlan.immediate(Budget.parse("2 per day", ZoneOffset.UTC))), 9, Duration.ofMinutes(1))).hasSize(2);
    }
  }

  @Test
  void a_delivery_replayed_by_many_at_once_is_replayed_once() throws Exception {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    List<String> outcomes = Together.run(8, thread -> {
      try {
        return replays.replay("delivery", 1, null, ALICE).outcome();
      } catch (Refusal e) {
        return e.problem().status() + " " + e.getMessage();
      }
    });
    assertThat(outcomes).filteredOn("waiting"::equals).hasSize(1);
    assertThat(outcomes).filteredOn(o -> !o.equals("waiting")).containsOnly("409 The delivery 1 is not parked: it is waiting.").hasSize(7);
    assertThat(audit()).hasSize(1);
  }

  @Test
  void a_delivery_that_is_too_late_stays_parked() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    database.jdbc().sql("update delivery set expires_at = '2026-11-20T15:00:00Z'").update();
    assertRefused(409, "expired at 2026-11-20T15:00:00Z", () -> replays.replay("delivery", 1, null, ALICE));
    assertThat(database.count("select count(*) from delivery where status = 'parked'")).isEqualTo(1);
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertRefused(404, "no delivery 5", () -> replays.replay("delivery", 5, null, ALICE));
    assertRefused(404, "no dead letter 5", () -> replays.replay("dead-letter", 5, null, ALICE));
    assertRefused(404, "no dead letter 5", () -> replays.dismiss("dead-letter", 5, ALICE));
    assertThat(audit()).isEmpty();
  }

  @Test
  void nothing_changes_without_its_line_in_the_audit() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    long letter = park("receive");
    Actor nobody = new Actor(null, "127.0.0.1", null);
    assertThatThrownBy(() -> replays.replay("delivery", 1, null, nobody)).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> replays.replay("dead-letter", letter, null, nobody)).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> replays.dismiss("dead-letter", letter, nobody)).isInstanceOf(DataAccessException.class);
    assertThat(doorbells.of(DeliveryTable.bell("email")).rings()).isZero();
    assertThat(database.count("select count(*) from delivery where status = 'parked'")).isEqualTo(1);
    assertThat(database.count("select count(*) from dead_letter where status = 'parked' and original is not null")).isEqualTo(1);
  }

  @Test
  void a_dead_letter_enters_its_route_again_and_its_original_goes() {
    long letter = park("receive-alert");
    assertThat(replays.replay("dead-letter", letter, null, ALICE).outcome()).isEqualTo("replayed");
    assertThat(entered).containsExactly(letter + " receive-alert {\"a\": 1}");
    assertThat(database.count("select count(*) from dead_letter where status = 'replayed' and original is null and closed_at is not null")).isEqualTo(1);
    assertRefused(409, "not parked: it was replayed", () -> replays.replay("dead-letter", letter, null, ALICE));
    assertThat(entered).hasSize(1);
    assertThat(audit()).containsExactly("alice@desk 127.0.0.1 replay dead-letter/%d mended replayed".formatted(letter));
  }

  @Test
  void a_dead_letter_that_still_fails_is_parked_again_and_the_answer_says_so() {
    long letter = park("receive-alert");
    route = id -> {
      CompletableFuture.runAsync(() -> deadLetters.park(new DeadLetter("accept", "receive-alert", id, "still poison", "", ORIGINAL))).join();
      return new RouteEntrance.Entered.Taken();
    };
    Replays.Result result = replays.replay("dead-letter", letter, null, ALICE);
    assertThat(result.outcome()).isEqualTo("parked-again");
    assertThat(result.deadLetter()).isGreaterThan(letter);
    assertThat(result.detail()).isEqualTo("still poison");
    assertThat(database.jdbc().sql("select status from dead_letter order by id").query(String.class).list()).containsExactly("replayed", "parked");
    assertThat(audit()).singleElement().asString().endsWith("parked-again as dead-letter/" + result.deadLetter());
  }

  @Test
  void a_dead_letter_whose_route_cannot_work_now_stays_parked() {
    long letter = park("receive-alert");
    route = id -> new RouteEntrance.Entered.NotNow("the broker is away");
    assertRefused(503, "the broker is away", () -> replays.replay("dead-letter", letter, null, ALICE));
    route = id -> new RouteEntrance.Entered.Impossible("no such route");
    assertRefused(409, "no such route", () -> replays.replay("dead-letter", letter, null, ALICE));
    assertThat(database.count("select count(*) from dead_letter where status = 'parked' and original is not null")).isEqualTo(1);
    assertThat(audit()).as("it may have had effects").hasSize(2);
  }

  @Test
  void a_dead_letter_is_replayed_by_one_at_a_time() {
    long letter = park("receive-alert");
    route = id -> {
      CompletableFuture.runAsync(() -> assertRefused(409, "being replayed", () -> replays.replay("dead-letter", letter, null, ALICE))).join();
      return new RouteEntrance.Entered.Taken();
    };
    assertThat(replays.replay("dead-letter", letter, null, ALICE).outcome()).isEqualTo("replayed");
    assertThat(entered).hasSize(1);
  }

  @Test
  void a_dead_letter_whose_route_breaks_everything_stays_parked() {
    long letter = park("receive-alert");
    route = id -> {
      throw new IllegalStateException("as when the process dies");
    };
    assertThatThrownBy(() -> replays.replay("dead-letter", letter, null, ALICE)).isInstanceOf(IllegalStateException.class);
    assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
    route = id -> new RouteEntrance.Entered.Taken();
    assertThat(replays.replay("dead-letter", letter, null, ALICE).outcome()).isEqualTo("replayed");
  }

  @Test
  void a_dead_letter_that_does_not_open_says_why() {
    long without = rows.deadLetter("receive", "poison");
    assertRefused(409, "original was not kept", () -> replays.replay("dead-letter", without, null, ALICE));
    long foreign = park("receive");
    database.jdbc().sql("update dead_letter set original_key = 'abcdef01' where id = ?").param(foreign).update();
    assertRefused(409, "abcdef01", () -> replays.replay("dead-letter", foreign, null, ALICE));
    assertThat(entered).isEmpty();
  }

  @Test
  void what_nobody_needs_is_dismissed() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    long letter = park("receive");
    assertThat(replays.dismiss("delivery", 1, ALICE).outcome()).isEqualTo("dismissed");
    assertThat(replays.dismiss("dead-letter", letter, ALICE).outcome()).isEqualTo("dismissed");
    assertThat(database.count("select count(*) from delivery where status = 'cancelled'")).isEqualTo(1);
    assertThat(database.count("select count(*) from dead_letter where status = 'dismissed' and original is null")).isEqualTo(1);
    assertRefused(409, "cancelled", () -> replays.dismiss("delivery", 1, ALICE));
    assertRefused(409, "dismissed", () -> replays.replay("dead-letter", letter, null, ALICE));
    assertThat(audit()).hasSize(2);
  }

  @Test
  void many_are_replayed_oldest_first_and_one_that_is_refused_keeps_nobody_back() {
    long letter = park("receive");
    long without = rows.deadLetter("receive", "poison");
    rows.delivery(1, 7, "email", "a", "parked", 2);
    rows.parkedAgo("dead_letter", letter, "3 hours");
    rows.parkedAgo("dead_letter", without, "2 hours");
    ParkedQueries parked = new ParkedQueries(database.database());

    Replays.Results first = replays.replay(parked, everything(), 2, null, null, ALICE);
    Replays.Results second = replays.replay(parked, everything(), 2, first.next(), null, ALICE);

    assertThat(first.results()).extracting(r -> r.id() + " " + r.outcome()).containsExactly(letter + " replayed", without + " refused");
    assertThat(first.next()).isNotNull();
    assertThat(second.results()).extracting(r -> r.id() + " " + r.outcome()).containsExactly("1 waiting");
    assertThat(second.next()).isNull();
  }

  @Test
  void an_expired_delivery_is_sent_again_only_with_a_new_deadline() {
    rows.delivery(1, 7, "email", "a", "expired", 2);
    rows.delivery(2, 8, "email", "a", "parked", 2);
    database.jdbc().sql("update delivery set expires_at = '2026-11-20T14:00:00Z'").update();
    assertRefused(409, "give it a new deadline", () -> replays.replay("delivery", 1, null, ALICE));
    assertRefused(400, "later than now", () -> replays.replay("delivery", 1, Instant.parse("2026-11-20T15:00:00Z"), ALICE));
    assertThat(audit()).isEmpty();

    Instant deadline = Instant.parse("2026-11-20T17:00:00Z");
    assertThat(replays.replay("delivery", 1, deadline, ALICE).outcome()).isEqualTo("waiting");
    assertThat(replays.replay("delivery", 2, deadline, ALICE).outcome()).isEqualTo("waiting");
    assertThat(database.count("select count(*) from delivery where status = 'waiting' and expires_at = '2026-11-20T17:00:00Z'")).isEqualTo(2);
  }

  @Test
  void a_delivery_whose_contents_were_taken_out_is_refused() {
    rows.delivery(1, 7, "email", "blanked:1", "parked", 2);
    database.jdbc().sql("update delivery set blanked_at = now()").update();
    assertRefused(409, "retention.personal-data", () -> replays.replay("delivery", 1, null, ALICE));
  }

  @Test
  void what_is_wanted_is_chosen_by_route_reason_channel_provider_and_status() {
    for (long id = 1; id <= 5; id++) {
      rows.delivery(id, id, id == 1 ? "sms" : "email", "a", id == 5 ? "expired" : "parked", 1);
    }
    database.jdbc().sql("update delivery set provider = 'brevo', expires_at = '2026-11-20T14:00:00Z' where id in (2, 5)").update();
    database.jdbc().sql("update delivery set last_error = 'not now: No Connection' where id = 3").update();
    database.jdbc().sql("update delivery set route = 'receive > other' where id = 4").update();
    long letter = rows.deadLetter("receive", "no connection");
    assertThat(chosen(null, "sms", null, null, null)).containsExactly("delivery/1");
    assertThat(chosen(null, null, null, "brevo", null)).containsExactly("delivery/2");
    assertThat(chosen(null, null, null, null, "no connection")).containsExactlyInAnyOrder("delivery/3", "dead-letter/" + letter);
    assertThat(chosen(null, null, "other", null, null)).containsExactly("delivery/4");
    assertThat(chosen("expired", null, null, null, null)).containsExactly("delivery/5");
    assertThat(chosen(null, null, null, null, "100%")).isEmpty();
  }

  private List<String> chosen(String status, String channel, String route, String provider, String error) {
    return new ParkedQueries(database.database()).oldestFirst(new ParkedQueries.Wanted(null, null, channel, route, null, status, provider, error), 9, null)
        .rows().stream().map(row -> row.kind() + "/" + row.id()).toList();
  }

  @Test
  void a_replay_of_all_that_dies_in_the_middle_is_gone_on_with_and_doubles_nothing() {
    for (long id = 1; id <= 20; id++) {
      rows.delivery(id, id, "email", "a", "parked", 1);
      rows.parkedAgo("delivery", id, (100 - id) + " minutes");
    }
    long letter = park("receive");
    rows.parkedAgo("dead_letter", letter, "90 minutes"); // after the tenth
    route = id -> {
      database.jdbc().sql("select pg_terminate_backend(pg_backend_pid())").query(Boolean.class).list();
      return new RouteEntrance.Entered.Taken();
    };
    ParkedQueries parked = new ParkedQueries(database.database());
    assertThatThrownBy(() -> replays.replay(parked, everything(), 50, null, null, ALICE)).isNotInstanceOf(Refusal.class);
    assertThat(database.count("select count(*) from delivery where status = 'waiting'")).isBetween(1L, 19L);
    assertThat(database.count("select count(*) from dead_letter where status = 'parked' and original is not null")).isEqualTo(1);

    route = id -> new RouteEntrance.Entered.Taken();
    replays.replay(parked, everything(), 50, null, null, ALICE);
    assertThat(database.count("select count(*) from delivery where status = 'waiting' and not paid")).isEqualTo(20);
    assertThat(database.jdbc().sql("select count(*) from audit group by target").query(Long.class).list()).hasSize(21).containsOnly(1L);
  }

  @Test
  void what_waits_is_delayed_or_parked_can_be_cancelled_and_what_is_on_its_way_cannot() {
    List<String> statuses = List.of("waiting", "delayed", "parked", "leased", "submitted", "delivered", "expired", "cancelled");
    for (int n = 0; n < statuses.size(); n++) {
      rows.delivery(n + 1, n, "email", "a", statuses.get(n), 1);
    }
    for (long id = 1; id <= 3; id++) {
      assertThat(replays.cancel(id, ALICE).outcome()).isEqualTo("cancelled");
    }
    assertRefused(409, "on its way just now and may be out already", () -> replays.cancel(4, ALICE));
    assertRefused(409, "cannot be cancelled: it is submitted", () -> replays.cancel(5, ALICE));
    assertRefused(409, "cannot be cancelled: it is delivered", () -> replays.cancel(6, ALICE));
    assertRefused(404, "no delivery 9", () -> replays.cancel(9, ALICE));
    assertThat(audit()).containsExactly("alice@desk 127.0.0.1 cancel delivery/1 mended cancelled", "alice@desk 127.0.0.1 cancel delivery/2 mended cancelled",
        "alice@desk 127.0.0.1 cancel delivery/3 mended cancelled");
    try (DeliveryTable table = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, NOBODY)) {
      assertThat(table.claim(new BudgetTable.Lane("email", "smtp", ReleasePlan.immediate(Budget.parse("unlimited", ZoneOffset.UTC))), 9, Duration.ofMinutes(1))).isEmpty();
    }
  }

  @Test
  void many_are_cancelled_page_by_page_each_with_its_line_in_the_audit_and_no_others() {
    for (long id = 1; id <= 9; id++) {
      rows.delivery(id, id, id <= 5 ? "email" : "sms", "a", id == 3 ? "leased" : "waiting", 1);
    }
    DeliveryQueries.Wanted mails = new DeliveryQueries.Wanted("email", null, null, null, null);
    Instant until = Instant.parse("2026-11-21T00:00:00Z");
    Replays.Cancelled first = replays.cancel(mails, until, 2, null, ALICE);
    assertThat(first).isEqualTo(new Replays.Cancelled(2, "2026-11-21T00:00:00Z", "2"));
    assertThat(replays.cancel(mails, until, 2, 2L, ALICE)).isEqualTo(new Replays.Cancelled(2, "2026-11-21T00:00:00Z", "5"));
    assertThat(replays.cancel(mails, until, 2, 5L, ALICE)).isEqualTo(new Replays.Cancelled(0, "2026-11-21T00:00:00Z", null));
    assertThat(replays.cancel(mails, Instant.parse("2026-11-20T11:00:00Z"), 2, null, ALICE).cancelled()).as("promised later").isZero();
    assertThat(database.jdbc().sql("select id from delivery where status = 'cancelled' order by 1").query(Integer.class).list()).containsExactly(1, 2, 4, 5);
    assertThat(audit()).hasSize(4).contains("alice@desk 127.0.0.1 cancel delivery/5 mended cancelled");
  }

  private ParkedQueries.Wanted everything() {
    return new ParkedQueries.Wanted(null, null, null, null, null).untilOr(Instant.now().plusSeconds(3_600));
  }

  private long park(String from) {
    deadLetters.park(new DeadLetter("accept", from, null, "poison", "{}", ORIGINAL));
    return database.count("select max(id) from dead_letter");
  }

  private static List<String> audit() {
    return database.jdbc().sql("select concat_ws(' ', actor, peer, action, target, reason, outcome) from audit order by id").query(String.class).list();
  }

  private static void assertRefused(int status, String detail, Runnable request) {
    assertThatThrownBy(request::run).isInstanceOfSatisfying(Refusal.class, e -> {
      assertThat(e.problem().status()).isEqualTo(status);
      assertThat(e.getMessage()).contains(detail);
    });
  }
}
