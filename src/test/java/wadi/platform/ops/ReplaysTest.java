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

    Replays.Result result = replays.replay("delivery", 1, ALICE);

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
    replays.replay(new ParkedQueries(database.database()), everything(), 9, null, ALICE);
    try (DeliveryTable table = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, NOBODY)) {
      assertThat(table.claim(new BudgetTable.Lane("email", "smtp", ReleasePlan.immediate(Budget.parse("2 per day", ZoneOffset.UTC))), 9, Duration.ofMinutes(1))).hasSize(2);
    }
  }

  @Test
  void a_delivery_replayed_by_many_at_once_is_replayed_once() throws Exception {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    List<String> outcomes = Together.run(8, thread -> {
      try {
        return replays.replay("delivery", 1, ALICE).outcome();
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
    assertRefused(409, "expired at 2026-11-20T15:00:00Z", () -> replays.replay("delivery", 1, ALICE));
    assertThat(database.count("select count(*) from delivery where status = 'parked'")).isEqualTo(1);
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertRefused(404, "no delivery 5", () -> replays.replay("delivery", 5, ALICE));
    assertRefused(404, "no dead letter 5", () -> replays.replay("dead-letter", 5, ALICE));
    assertRefused(404, "no dead letter 5", () -> replays.dismiss("dead-letter", 5, ALICE));
    assertThat(audit()).isEmpty();
  }

  @Test
  void nothing_changes_without_its_line_in_the_audit() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    long letter = park("receive");
    Actor nobody = new Actor(null, "127.0.0.1", null);
    assertThatThrownBy(() -> replays.replay("delivery", 1, nobody)).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> replays.replay("dead-letter", letter, nobody)).isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> replays.dismiss("dead-letter", letter, nobody)).isInstanceOf(DataAccessException.class);
    assertThat(doorbells.of(DeliveryTable.bell("email")).rings()).isZero();
    assertThat(database.count("select count(*) from delivery where status = 'parked'")).isEqualTo(1);
    assertThat(database.count("select count(*) from dead_letter where status = 'parked' and original is not null")).isEqualTo(1);
  }

  @Test
  void a_dead_letter_enters_its_route_again_and_its_original_goes() {
    long letter = park("receive-alert");
    assertThat(replays.replay("dead-letter", letter, ALICE).outcome()).isEqualTo("replayed");
    assertThat(entered).containsExactly(letter + " receive-alert {\"a\": 1}");
    assertThat(database.count("select count(*) from dead_letter where status = 'replayed' and original is null and closed_at is not null")).isEqualTo(1);
    assertRefused(409, "not parked: it was replayed", () -> replays.replay("dead-letter", letter, ALICE));
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
    Replays.Result result = replays.replay("dead-letter", letter, ALICE);
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
    assertRefused(503, "the broker is away", () -> replays.replay("dead-letter", letter, ALICE));
    route = id -> new RouteEntrance.Entered.Impossible("no such route");
    assertRefused(409, "no such route", () -> replays.replay("dead-letter", letter, ALICE));
    assertThat(database.count("select count(*) from dead_letter where status = 'parked' and original is not null")).isEqualTo(1);
    assertThat(audit()).as("it may have had effects").hasSize(2);
  }

  @Test
  void a_dead_letter_is_replayed_by_one_at_a_time() {
    long letter = park("receive-alert");
    route = id -> {
      CompletableFuture.runAsync(() -> assertRefused(409, "being replayed", () -> replays.replay("dead-letter", letter, ALICE))).join();
      return new RouteEntrance.Entered.Taken();
    };
    assertThat(replays.replay("dead-letter", letter, ALICE).outcome()).isEqualTo("replayed");
    assertThat(entered).hasSize(1);
  }

  @Test
  void a_dead_letter_whose_route_breaks_everything_stays_parked() {
    long letter = park("receive-alert");
    route = id -> {
      throw new IllegalStateException("as when the process dies");
    };
    assertThatThrownBy(() -> replays.replay("dead-letter", letter, ALICE)).isInstanceOf(IllegalStateException.class);
    assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
    route = id -> new RouteEntrance.Entered.Taken();
    assertThat(replays.replay("dead-letter", letter, ALICE).outcome()).isEqualTo("replayed");
  }

  @Test
  void a_dead_letter_that_does_not_open_says_why() {
    long without = rows.deadLetter("receive", "poison");
    assertRefused(409, "original was not kept", () -> replays.replay("dead-letter", without, ALICE));
    long foreign = park("receive");
    database.jdbc().sql("update dead_letter set original_key = 'abcdef01' where id = ?").param(foreign).update();
    assertRefused(409, "abcdef01", () -> replays.replay("dead-letter", foreign, ALICE));
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
    assertRefused(409, "dismissed", () -> replays.replay("dead-letter", letter, ALICE));
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

    Replays.Results first = replays.replay(parked, everything(), 2, null, ALICE);
    Replays.Results second = replays.replay(parked, everything(), 2, first.next(), ALICE);

    assertThat(first.results()).extracting(r -> r.id() + " " + r.outcome()).containsExactly(letter + " replayed", without + " refused");
    assertThat(first.next()).isNotNull();
    assertThat(second.results()).extracting(r -> r.id() + " " + r.outcome()).containsExactly("1 waiting");
    assertThat(second.next()).isNull();
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
