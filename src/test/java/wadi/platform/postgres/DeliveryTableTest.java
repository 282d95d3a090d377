package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DuplicateKeyException;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.SettableClock;
import wadi.platform.Together;

@Timeout(60)
class DeliveryTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Budget UNLIMITED = Budget.parse("unlimited", ZONE);

  private final SettableClock clock = new SettableClock("2026-11-20T12:00:00Z");
  private final Doorbells doorbells = new Doorbells();
  private final AtomicLong ids = new AtomicLong();
  private final List<DeliveryTable> open = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final DeliveryTable.Events events = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {
      IntStream.range(0, count).forEach(n -> heard.add(channel + " repeated"));
    }

    @Override
    public void expired(String channel, int count) {
      IntStream.range(0, count).forEach(n -> heard.add(channel + " expired"));
    }
  };
  private DeliveryTable table;

  @BeforeEach
  void open() {
    table = open("here");
  }

  /** As a process on the data directory of that name does when it starts; no two start in the same millisecond. */
  private DeliveryTable open(String instance) {
    clock.forward(Duration.ofMillis(1));
    DeliveryTable opened = new DeliveryTable(database.database(), doorbells, clock, instance, Ageing.NONE, events);
    open.add(opened);
    return opened;
  }

  private static BudgetTable.Lane lane(String channel, Budget budget) {
    return new BudgetTable.Lane(channel, "smtp", ReleasePlan.immediate(budget));
  }

  @AfterEach
  void close() {
    open.forEach(DeliveryTable::close);
  }

  @Test
  void takes_what_postgresql_would_refuse() {
    table.promise(new Delivery(7, "alert", "a-1", "email", "a@example.org", 200, 0, clock.instant(), Map.of("text", "a\u0000b\\u0000")));
    assertThat(claim(10)).singleElement().extracting(delivery -> delivery.payload().get("text")).isEqualTo("a\ufffdb\\u0000");
  }

  @Test
  void gives_back_what_was_promised() {
    Instant created = Instant.parse("2026-11-20T11:59:58.123Z");
    Map<String, Object> payload = Map.of("subject", "Größe ✓", "amount", new BigDecimal("12345678901234.10"), "lines", List.of(1, 2));
    table.promise(new Delivery(7, "alert", "a-1", "email", "a@example.org", 200, 0, created, payload));
    assertThat(claim(10)).as("since it is tried").containsExactly(new Delivery(7, "alert", "a-1", "email", "a@example.org", 200, 1, clock.instant(), payload));
  }

  @Test
  void remembers_in_which_trace_it_was_promised() {
    Optional<String> trace = Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    table.promise(new Delivery(7, "alert", "a-1", "email", "a@example.org", 200, 0, clock.instant(), Map.of()).in(trace));
    assertThat(claim(10)).singleElement().extracting(Delivery::traceparent).isEqualTo(trace);
  }

  @Test
  void claims_the_most_urgent_first_and_among_equals_the_oldest() {
    promise(1, 100, "2026-11-20T11:00:02Z");
    promise(2, 100, "2026-11-20T11:00:01Z");
    promise(9, 255, "2026-11-20T11:00:09Z");
    promise(3, 0, "2020-01-01T00:00:00Z");
    promise(6, 100, "2026-11-20T11:00:03Z");
    promise(5, 100, "2026-11-20T11:00:03Z");
    assertThat(claim(3)).extracting(Delivery::id).containsExactly(9L, 1L, 2L);
    assertThat(claim(10)).extracting(Delivery::id).containsExactly(5L, 6L, 3L);
    assertThat(claim(10)).isEmpty();
  }

  @Test
  void claims_many_in_their_order() {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
        select n, 'alert', n::text, 'email', 'a', 0, u * 1000, 'waiting', '{}', 'epoch'::timestamptz + u * interval '1 second'
          from (select n, n * 7919 % 1000 as u from generate_series(1, 1000) n) shuffled; analyze delivery""").update();
    assertThat(claim(500)).hasSize(500).isSortedAccordingTo(Comparator.comparing(delivery -> delivery.id() * 7919 % 1_000));
    assertThat(claim(500)).hasSize(500).isSortedAccordingTo(Comparator.comparing(delivery -> delivery.id() * 7919 % 1_000));
  }

  @Test
  void claims_from_its_own_channel_alone() {
    table.promise(new Delivery(1, "alert", "1", "sms", "+4915112345678", 5, 0, clock.instant(), Map.of()));
    assertThat(claim(10)).isEmpty();
    assertThat(table.claim(lane("sms", UNLIMITED), 10, LEASE)).hasSize(1);
  }

  @Test
  void gives_each_row_to_one_of_many_claimers() throws Exception {
    promiseMany(400);
    List<List<Long>> claimed = Together.run(8, thread -> {
      List<Long> mine = new ArrayList<>();
      for (List<Delivery> some = claim(7); !some.isEmpty(); some = claim(7)) {
        some.forEach(delivery -> mine.add(delivery.id()));
      }
      return mine;
    });
    assertThat(claimed.stream().flatMap(List::stream)).hasSize(400).doesNotHaveDuplicates();
  }

  @Test
  void promises_once_for_the_same_source_channel_and_recipient() throws Exception {
    Together.run(8, thread -> {
      for (int source = 0; source < 50; source++) {
        table.promise(delivery(ids.incrementAndGet(), "alert-" + source, "a@example.org", 5));
      }
      return null;
    });
    assertThat(count("status = 'waiting'")).isEqualTo(50);
    table.promise(delivery(ids.incrementAndGet(), "alert-1", "b@example.org", 5));
    table.promise(new Delivery(ids.incrementAndGet(), "alert", "alert-1", "sms", "a@example.org", 5, 0, clock.instant(), Map.of()));
    table.promise(new Delivery(ids.incrementAndGet(), "report", "alert-1", "email", "a@example.org", 5, 0, clock.instant(), Map.of()));
    assertThat(count("status = 'waiting'")).isEqualTo(53);
  }

  @Test
  void does_not_lose_a_promise_whose_number_is_taken_without_a_word() {
    table.promise(delivery(1, "alert-1", "a@example.org", 5));
    assertThatThrownBy(() -> table.promise(delivery(1, "alert-2", "a@example.org", 5))).isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void never_exceeds_a_budget_however_many_claim_at_once() throws Exception {
    promiseMany(100);
    Budget budget = Budget.parse("12 per hour, 20 per day", ZONE);
    assertThat(claimedByEight(budget)).isEqualTo(12);
    assertThat(claimedByEight(budget)).isZero();
    clock.set("2026-11-20T12:59:59.999Z");
    assertThat(claimedByEight(budget)).isZero();
    clock.set("2026-11-20T13:00:00Z");
    assertThat(claimedByEight(budget)).as("what the day leaves").isEqualTo(8);
    clock.set("2026-11-20T14:00:00Z");
    assertThat(claimedByEight(budget)).isZero();
    clock.set("2026-11-20T23:00:00Z");
    assertThat(claimedByEight(budget)).as("midnight in Berlin").isEqualTo(12);
    clock.set("2026-11-21T00:00:00Z");
    assertThat(claimedByEight(budget)).isEqualTo(8);
    assertThat(database.count("select sum(used) from budget_window where unit = 'days'")).isEqualTo(40);
    assertThat(database.count("select sum(used) from budget_window where unit = 'hours'")).isEqualTo(40);
  }

  private int claimedByEight(Budget budget) throws Exception {
    return Together.run(8, thread -> {
      int claimed = 0;
      for (int round = 0; round < 5; round++) {
        claimed += table.claim(lane("email", budget), 1 + thread, LEASE).size();
      }
      return claimed;
    }).stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void releases_the_most_urgent_when_the_budget_is_small() {
    promise(1, 10, "2026-11-20T11:00:00Z");
    promise(2, 30, "2026-11-20T11:00:00Z");
    promise(3, 20, "2026-11-20T11:00:00Z");
    assertThat(table.claim(lane("email", Budget.parse("2 per hour", ZONE)), 10, LEASE)).extracting(Delivery::id).containsExactly(2L, 3L);
  }

  @Test
  void gives_the_credit_of_what_never_left_back_and_charges_the_next_try_again() throws Exception {
    promise(1, 9, "2026-11-20T11:00:00Z");
    Budget one = Budget.parse("1 per second, 1 per hour, 1 per day, 1 per month", ZONE);
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(table.claim(lane("email", one), 10, LEASE)).singleElement().extracting(Delivery::attempts).isEqualTo(attempt);
      assertThat(database.count("select sum(used) from budget_window")).isEqualTo(4);
      table.finish(1, new Outcome.RetryLater("the provider is busy", clock.instant())).get();
      assertThat(database.count("select sum(used) from budget_window")).isZero();
      table.tidy("email");
    }
    promise(2, 200, "2026-11-20T11:00:00Z");
    assertThat(table.claim(lane("email", one), 10, LEASE)).extracting(Delivery::id).containsExactly(2L);
  }

  @Test
  void keeps_the_credit_of_what_may_have_left() throws Exception {
    promise(1, 9, "2026-11-20T11:00:00Z");
    Budget two = Budget.parse("2 per day", ZONE);
    for (int tried = 1; tried <= 2; tried++) {
      table.claim(lane("email", two), 10, LEASE);
      table.finish(1, new Outcome.RetryLater("perhaps sent: no reply", clock.instant(), true)).get();
      assertThat(database.count("select used from budget_window")).isEqualTo(tried);
      table.tidy("email");
    }
    assertThat(table.claim(lane("email", two), 10, LEASE)).isEmpty();
  }

  @Test
  void takes_no_second_credit_for_what_a_sender_that_died_had_claimed() {
    promise(1, 9, "2026-11-20T11:00:00Z");
    Budget one = Budget.parse("1 per day", ZONE);
    table.claim(lane("email", one), 10, LEASE);
    promise(2, 200, "2026-11-20T11:00:00Z");
    DeliveryTable again = open("here");
    assertThat(again.claim(lane("email", one), 10, LEASE)).as("paid, although the more urgent one cannot be").extracting(Delivery::id).containsExactly(1L);
    assertThat(database.count("select used from budget_window")).isEqualTo(1);
  }

  @Test
  void leaves_the_credits_that_a_retry_does_not_need_to_others() throws Exception {
    promise(1, 9, "2026-11-20T11:00:00Z");
    Budget three = Budget.parse("3 per day", ZONE);
    table.claim(lane("email", three), 10, LEASE);
    table.finish(1, new Outcome.RetryLater("busy", clock.instant())).get();
    table.tidy("email");
    for (int id = 2; id <= 5; id++) {
      promise(id, 5, "2026-11-20T11:00:0" + id + "Z");
    }
    assertThat(table.claim(lane("email", three), 10, LEASE)).extracting(Delivery::id).containsExactly(1L, 2L, 3L);
    assertThat(database.count("select used from budget_window")).isEqualTo(3);
  }

  @Test
  void never_exceeds_a_budget_while_sends_fail_and_come_back() throws Exception {
    promiseMany(60);
    Budget budget = Budget.parse("12 per hour, 20 per day", ZONE);
    for (int hour = 12; hour < 15; hour++) {
      clock.set("2026-11-20T%d:00:00Z".formatted(hour));
      Together.run(8, thread -> {
        for (int round = 0; round < 6; round++) {
          for (Delivery delivery : table.claim(lane("email", budget), 3, LEASE)) {
            table.finish(delivery.id(), delivery.attempts() < 3
                ? new Outcome.RetryLater("busy", clock.instant()) : new Outcome.Delivered()).get();
          }
          table.tidy("email");
        }
        return null;
      });
    }
    assertThat(count("status = 'delivered'")).isEqualTo(20);
    assertThat(database.jdbc().sql("select used from budget_window where unit = 'hours' order by starts").query(Integer.class).list())
        .containsExactly(12, 8);
  }

  @Test
  void takes_no_credits_without_a_budget() {
    promiseMany(5);
    assertThat(claim(10)).hasSize(5);
    assertThat(database.count("select count(*) from budget_window")).isZero();
  }

  @Test
  void counts_what_each_channel_used_apart() {
    Budget one = Budget.parse("1 per day", ZONE);
    for (String channel : List.of("email", "sms")) {
      table.promise(new Delivery(ids.incrementAndGet(), "alert", "1", channel, "a", 5, 0, clock.instant(), Map.of()));
      assertThat(table.claim(lane(channel, one), 10, LEASE)).hasSize(1);
    }
  }

  @Test
  void claims_nothing_where_the_budget_is_zero() {
    promiseMany(3);
    assertThat(table.claim(lane("email", Budget.parse("0 per hour", ZONE)), 10, LEASE)).isEmpty();
  }

  @Test
  void writes_how_a_send_ended() throws Exception {
    promiseMany(3);
    claim(10);
    Instant later = Instant.parse("2026-11-20T12:00:30.5Z");
    table.finish(1, new Outcome.Delivered()).get();
    table.finish(2, new Outcome.RetryLater("451 busy", later)).get();
    table.finish(3, new Outcome.Parked("550 no such user")).get();
    assertThat(rows("select id, status, last_error, not_before, lease_owner, lease_until, attempts from delivery order by id"))
        .containsExactly(
            row("id", 1L, "status", "delivered", "last_error", null, "not_before", null, "lease_owner", null, "lease_until", null, "attempts", 1),
            row("id", 2L, "status", "delayed", "last_error", "451 busy", "not_before", Timestamp.from(later), "lease_owner", null,
                "lease_until", null, "attempts", 1),
            row("id", 3L, "status", "parked", "last_error", "550 no such user", "not_before", null, "lease_owner", null, "lease_until", null,
                "attempts", 1));
  }

  @Test
  void writes_each_attempt_with_its_outcome() throws Exception {
    promiseMany(2);
    table.claim(new BudgetTable.Lane("email", "smtp", ReleasePlan.immediate(UNLIMITED)), 2, LEASE);
    assertThat(rows("select distinct provider from delivery")).as("while it is sent").containsExactly(row("provider", "smtp"));
    clock.forward(Duration.ofSeconds(3));
    table.finish(1, new Outcome.RetryLater("perhaps sent: no reply", clock.instant(), true)).get();
    table.finish(2, new Outcome.Parked("refused: 550")).get();
    table.tidy("email");
    table.claim(new BudgetTable.Lane("email", "brevo", ReleasePlan.immediate(UNLIMITED)), 1, LEASE);
    table.finish(1, new Outcome.Delivered(Optional.of("their-name"))).get();
    Instant began = Instant.parse("2026-11-20T12:00:00.001Z");
    assertThat(rows("select delivery_id, number, began_at, ended_at, provider, outcome, reason, provider_id from delivery_attempt order by 1, 2")).containsExactly(
        attempt(1, 1, began, began.plusSeconds(3), "smtp", "retry", "perhaps sent: no reply", null),
        attempt(1, 2, began.plusSeconds(3), began.plusSeconds(3), "brevo", "delivered", null, "their-name"),
        attempt(2, 1, began, began.plusSeconds(3), "smtp", "parked", "refused: 550", null));
    assertThat(rows("select provider from delivery order by id")).containsExactly(row("provider", "brevo"), row("provider", "smtp"));
  }

  private static Map<String, Object> attempt(long id, int number, Instant began, Instant ended, String provider, String outcome, String reason,
      String providerId) {
    return row("delivery_id", id, "number", number, "began_at", Timestamp.from(began), "ended_at", Timestamp.from(ended), "provider", provider,
        "outcome", outcome, "reason", reason, "provider_id", providerId);
  }

  @Test
  void writes_down_both_attempts_when_a_lease_ran_out_and_keeps_the_outcome_of_the_second() throws Exception {
    DeliveryTable other = open("there");
    promiseMany(1);
    table.claim(new BudgetTable.Lane("email", "slow", ReleasePlan.immediate(UNLIMITED)), 1, LEASE);
    leaseEnds(1);
    other.tidy("email");
    other.claim(new BudgetTable.Lane("email", "quick", ReleasePlan.immediate(UNLIMITED)), 1, LEASE);
    other.finish(1, new Outcome.Delivered()).get();
    table.finish(1, new Outcome.Parked("too late")).get();
    table.finish(1, new Outcome.Parked("said twice")).get();
    assertThat(rows("select number, provider, outcome from delivery_attempt order by number")).containsExactly(
        row("number", 1, "provider", "slow", "outcome", "parked"), row("number", 2, "provider", "quick", "outcome", "delivered"));
    assertThat(rows("select status, provider from delivery")).containsExactly(row("status", "delivered", "provider", "quick"));
  }

  @Test
  void finishes_what_was_removed_meanwhile_without_a_word() throws Exception {
    promiseMany(1);
    claim(1);
    database.jdbc().sql("delete from delivery").update();
    table.finish(1, new Outcome.Delivered()).get();
    assertThat(database.count("select count(*) from delivery_attempt")).isZero();
  }

  @Test
  void brings_a_delayed_one_back_when_it_is_due() throws Exception {
    promiseMany(1);
    claim(1);
    table.finish(1, new Outcome.RetryLater("busy", Instant.parse("2026-11-20T12:10:00Z"))).get();
    table.tidy("sms");
    clock.set("2026-11-20T12:09:59.999Z");
    table.tidy("email");
    assertThat(claim(1)).isEmpty();
    clock.set("2026-11-20T12:10:00Z");
    assertThat(claim(1)).as("not before it was tidied").isEmpty();
    table.tidy("email");
    assertThat(claim(1)).singleElement().extracting(Delivery::attempts).isEqualTo(2);
  }

  @Test
  void never_claims_what_expired() throws Exception {
    promiseMany(4);
    assertThat(claim(2)).extracting(Delivery::id).containsExactly(1L, 2L);
    table.finish(1, new Outcome.RetryLater("busy", Instant.parse("2026-11-20T12:30:00Z"))).get();
    database.jdbc().sql("update delivery set expires_at = ? where id < 4").param(Timestamp.from(Instant.parse("2026-11-20T12:30:00Z"))).update();
    DeliveryTable elsewhere = open("elsewhere");
    clock.set("2026-11-20T12:30:00Z");
    leaseEnds(2);
    elsewhere.tidy("email");
    assertThat(claim(10)).extracting(Delivery::id).containsExactly(4L);
    assertThat(rows("select id, status from delivery where id < 4 order by id")).containsExactly(
        row("id", 1L, "status", "expired"), row("id", 2L, "status", "expired"), row("id", 3L, "status", "expired"));
    assertThat(heard).containsExactly("email expired", "email expired", "email expired");
  }

  @Test
  void keeps_what_it_is_still_sending_when_the_lease_is_nearly_over() throws Exception {
    promiseMany(1);
    claim(1);
    leaseEnds(1);
    table.tidy("email");
    open("elsewhere").tidy("email");
    assertThat(claim(1)).isEmpty();
    table.finish(1, new Outcome.Delivered()).get();
    assertThat(rows("select id, status from delivery")).containsExactly(row("id", 1L, "status", "delivered"));
  }

  @Test
  void never_claims_what_expired_when_thousands_did() {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at, expires_at)
        select n, 'alert', n::text, 'email', 'a', 5, n, 'waiting', '{}', now(), ? from generate_series(1, 2500) n""")
        .param(Timestamp.from(clock.instant())).update();
    table.tidy("email");
    assertThat(claim(10)).isEmpty();
    assertThat(count("status = 'expired'")).isEqualTo(2_500);
  }

  @Test
  void lets_what_is_being_sent_end_although_it_expires_meanwhile() throws Exception {
    promiseMany(1);
    claim(1);
    database.jdbc().sql("update delivery set expires_at = ?").param(Timestamp.from(clock.instant())).update();
    table.tidy("email");
    table.finish(1, new Outcome.Delivered()).get();
    assertThat(count("status = 'delivered'")).isEqualTo(1);
  }

  @Test
  void gives_an_ended_lease_to_another_process_and_ignores_the_first_ones_outcome() throws Exception {
    DeliveryTable other = open("there");
    promiseMany(1);
    assertThat(table.claim(lane("email", UNLIMITED), 1, Duration.ofMillis(1))).hasSize(1);
    await().untilAsserted(() -> {
      other.tidy("email");
      assertThat(other.claim(lane("email", UNLIMITED), 1, LEASE)).singleElement().extracting(Delivery::attempts).isEqualTo(2);
    });
    assertThat(heard).containsExactly("email repeated");
    table.finish(1, new Outcome.Parked("too late")).get();
    assertThat(rows("select status, last_error from delivery")).containsExactly(row("status", "leased", "last_error", null));
    other.finish(1, new Outcome.Delivered()).get();
    table.finish(1, new Outcome.RetryLater("later still", clock.instant())).get();
    assertThat(rows("select status, last_error from delivery")).containsExactly(row("status", "delivered", "last_error", null));
  }

  @Test
  void leaves_a_running_lease_alone() {
    promiseMany(1);
    claim(1);
    table.tidy("email");
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void ends_the_leases_of_an_earlier_process_on_the_same_data_directory_and_of_no_other() throws Exception {
    DeliveryTable elsewhere = open("here-too");
    promiseMany(2);
    assertThat(claim(1)).extracting(Delivery::id).containsExactly(1L);
    assertThat(elsewhere.claim(lane("email", UNLIMITED), 1, LEASE)).extracting(Delivery::id).containsExactly(2L);
    assertThat(heard).isEmpty();
    DeliveryTable again = open("here");
    assertThat(heard).containsExactly("email repeated");
    assertThat(again.claim(lane("email", UNLIMITED), 10, LEASE)).extracting(Delivery::id).containsExactly(1L);
    table.finish(1, new Outcome.Parked("said by the dead")).get();
    assertThat(count("status = 'leased'")).isEqualTo(2);
  }

  @Test
  void rings_after_the_commit_and_not_before() {
    var bell = doorbells.of(DeliveryTable.bell("email"));
    database.database().inTransaction(() -> {
      table.promise(delivery(1, "alert-1", "a", 5));
      assertThat(bell.rings()).isZero();
    });
    assertThat(bell.rings()).isEqualTo(1);
    assertThat(doorbells.of(DeliveryTable.bell("sms")).rings()).isZero();
  }

  @Test
  void forgets_a_promise_that_is_rolled_back_and_does_not_ring() {
    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      table.promise(delivery(1, "alert-1", "a", 5));
      throw new IllegalStateException("changed our mind");
    })).hasMessage("changed our mind");
    assertThat(count("true")).isZero();
    assertThat(doorbells.of(DeliveryTable.bell("email")).rings()).isZero();
  }

  @Test
  void writes_the_outcomes_that_wait_when_it_closes() throws Exception {
    promiseMany(200);
    List<Delivery> claimed = claim(200);
    var outcomes = claimed.stream().map(delivery -> table.finish(delivery.id(), new Outcome.Delivered())).toList();
    table.close();
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isCompleted());
    assertThat(count("status = 'delivered'")).isEqualTo(200);
  }

  private List<Delivery> claim(int most) {
    return table.claim(lane("email", UNLIMITED), most, LEASE);
  }

  private void promise(long id, int urgency, String created) {
    table.promise(new Delivery(id, "alert", "alert-" + id, "email", "a@example.org", urgency, 0, Instant.parse(created), Map.of()));
  }

  private void promiseMany(int count) {
    database.database().inTransaction(() -> IntStream.range(0, count).forEach(i -> {
      long id = ids.incrementAndGet();
      table.promise(delivery(id, "alert-" + id, "a@example.org", 5));
    }));
  }

  private Delivery delivery(long id, String sourceId, String recipient, int urgency) {
    return new Delivery(id, "alert", sourceId, "email", recipient, urgency, 0, clock.instant(), Map.of());
  }

  private static void leaseEnds(long id) {
    database.jdbc().sql("update delivery set lease_until = now() - interval '1 second' where id = ?").param(id).update();
  }

  private static long count(String condition) {
    return database.count("select count(*) from delivery where " + condition);
  }

  private static List<Map<String, Object>> rows(String query) {
    return database.jdbc().sql(query).query().listOfRows();
  }

  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }
}
