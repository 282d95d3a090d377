package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.Release;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.SettableClock;
import wadi.platform.Together;
import wadi.platform.postgres.BudgetTable.Lane;

class BudgetTableTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @RegisterExtension
  static final TestDatabase database = new TestDatabase();

  private static final DeliveryTable.Events NOBODY = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {}

    @Override
    public void expired(String channel, int count) {}
  };

  private final SettableClock clock = new SettableClock("2026-11-19T22:59:00Z"); // a minute before midnight in Berlin
  private final AtomicLong ids = new AtomicLong();
  private final List<String> expired = new ArrayList<>();
  private DeliveryTable table;

  @BeforeEach
  void open() {
    table = new DeliveryTable(database.database(), new Doorbells(), clock, "here", Ageing.NONE, new DeliveryTable.Events() {
      @Override
      public void repeated(String channel, int count) {}

      @Override
      public void expired(String channel, int count) {
        for (int i = 0; i < count; i++) expired.add(channel);
      }
    });
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void on_the_hour_the_most_urgent_leave_and_the_rest_of_the_hour_nobody() throws Exception {
    Lane lane = lane("12 per hour, 300 per day", Release.HOURLY, "unlimited", null);
    promise(20, 100);
    assertThat(claim(lane)).as("the hour before was never begun").isEmpty();
    clock.set("2026-11-19T23:00:00.4Z");
    assertThat(claim(lane, 5)).hasSize(5);
    long urgent = promise(1, 250);
    assertThat(claim(lane, 5)).hasSize(5).extracting(Delivery::id).contains(urgent);
    assertThat(claim(lane, 5)).hasSize(2);
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-20T00:00:00Z");
    assertThat(claim(lane)).as("what waits").hasSize(9);
    promise(1, 255);
    assertThat(claim(lane)).as("it comes after the hour has been handed out").isEmpty();
    clock.set("2026-11-20T01:00:01Z");
    assertThat(claim(lane)).hasSize(1);
  }

  @Test
  void hours_nobody_was_there_for_are_made_up_for_within_the_day() {
    Lane lane = lane("12 per hour, 30 per day", Release.HOURLY, "unlimited", null);
    promise(200, 100);
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-20T01:30:00Z"); // the hours of 0, 1 and 2 o'clock
    assertThat(claim(lane)).as("36 by the hour, 30 by the day").hasSize(30);
    clock.set("2026-11-20T05:00:00Z");
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-22T00:10:00Z"); // Sunday, 1:10: not what was missed on Saturday
    assertThat(claim(lane)).hasSize(24);
  }

  @Test
  void a_clock_that_goes_back_gives_no_hour_twice() {
    Lane lane = lane("12 per hour", Release.HOURLY, "unlimited", null);
    promise(100, 100);
    claim(lane);
    for (String time : List.of("2026-11-19T23:00:00Z", "2026-11-20T00:00:00Z")) {
      clock.set(time);
      assertThat(claim(lane)).hasSize(12);
    }
    clock.set("2026-11-19T23:59:00Z");
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-20T00:30:00Z");
    assertThat(claim(lane)).isEmpty();
  }

  @Test
  void the_day_of_25_hours_has_25_of_them() {
    Lane lane = lane("2 per hour", Release.HOURLY, "unlimited", null);
    promise(100, 100);
    clock.set("2026-10-24T21:30:00Z");
    claim(lane);
    int sent = 0;
    for (Instant hour = Instant.parse("2026-10-24T22:00:00Z"); hour.isBefore(Instant.parse("2026-10-25T23:00:00Z")); hour = hour.plusSeconds(3600)) {
      clock.set(hour.toString());
      int now = claim(lane).size();
      assertThat(now).as(hour.toString()).isEqualTo(2);
      sent += now;
    }
    assertThat(sent).isEqualTo(50);
  }

  @Test
  void at_the_end_of_the_day_what_the_provider_has_left_leaves_whatever_the_hour_says() throws Exception {
    Lane lane = lane("12 per hour, 300 per day", Release.HOURLY, "unlimited", "23:05");
    promise(400, 100);
    int sent = claim(lane).size();
    for (Instant hour = Instant.parse("2026-11-19T23:00:00Z"); hour.isBefore(Instant.parse("2026-11-20T23:00:00Z")); hour = hour.plusSeconds(3600)) {
      clock.set(hour.toString());
      assertThat(table.budgets().wantsEndOfDay(lane, clock.instant())).isFalse();
      sent += claim(lane).size();
    }
    assertThat(sent).isEqualTo(288);
    clock.set("2026-11-20T22:05:00Z");
    assertThat(table.budgets().wantsEndOfDay(lane, clock.instant())).isTrue();
    List<Integer> opened = Together.run(4, thread -> table.budgets().openEndOfDay(lane, clock.instant(), OptionalLong.of(50)));
    assertThat(opened).as("one of four processes hands out what the day has left").containsOnlyOnce(12);
    assertThat(table.budgets().wantsEndOfDay(lane, clock.instant())).isFalse();
    List<Delivery> last = claim(lane);
    assertThat(last).hasSize(12);
    table.finish(last.get(0).id(), new Outcome.RetryLater("busy", clock.instant())).get();
    table.tidy("email");
    assertThat(claim(lane)).as("a credit that came back").hasSize(1);
    assertThat(claim(lane)).isEmpty();
  }

  @Test
  void the_provider_may_have_less_left_than_we_count() {
    Lane lane = lane("12 per hour, 300 per day", Release.IMMEDIATE, "unlimited", "23:05");
    promise(100, 100);
    clock.set("2026-11-20T22:05:00Z");
    assertThat(claim(lane)).hasSize(12);
    assertThat(table.budgets().openEndOfDay(lane, clock.instant(), OptionalLong.of(7))).isEqualTo(7);
    assertThat(claim(lane)).hasSize(7);
  }

  @Test
  void the_reserve_is_for_the_critical_ones() {
    Lane lane = lane("10 per hour", Release.IMMEDIATE, "3 per hour", null);
    promise(20, 199);
    assertThat(claim(lane)).hasSize(7);
    promise(5, 200);
    assertThat(claim(lane)).hasSize(3).allMatch(delivery -> delivery.urgency() == 200);
    assertThat(claim(lane)).isEmpty();
  }

  @Test
  void the_reserve_of_a_release_on_the_hour_is_there_all_the_hour() {
    Lane lane = lane("10 per hour", Release.HOURLY, "3 per hour", null);
    claim(lane);
    clock.set("2026-11-19T23:00:00Z");
    promise(20, 100);
    assertThat(claim(lane)).hasSize(7);
    clock.set("2026-11-19T23:40:00Z");
    promise(20, 100);
    promise(1, 220);
    assertThat(claim(lane)).singleElement().extracting(Delivery::urgency).isEqualTo(220);
  }

  @Test
  void a_second_slides() {
    Lane lane = lane("3 per second", Release.IMMEDIATE, "unlimited", null);
    promise(20, 100);
    clock.set("2026-11-20T12:00:00.900Z");
    assertThat(claim(lane)).hasSize(3);
    clock.set("2026-11-20T12:00:01.899Z");
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-20T12:00:01.900Z");
    assertThat(claim(lane)).hasSize(3);
  }

  @Test
  void steady_spreads_over_the_hour() {
    Lane lane = lane("12 per hour", Release.STEADY, "unlimited", null);
    promise(20, 100);
    clock.set("2026-11-20T12:00:00Z");
    assertThat(claim(lane)).hasSize(1);
    clock.set("2026-11-20T12:04:59Z");
    assertThat(claim(lane)).isEmpty();
    clock.set("2026-11-20T12:05:00Z");
    assertThat(claim(lane)).hasSize(1);
    clock.set("2026-11-20T12:59:59Z");
    assertThat(claim(lane)).as("what the quiet time left over").hasSize(10);
  }

  @Test
  void so_many_at_the_same_time_over_all_processes() throws Exception {
    Lane lane = lane("concurrent 4", Release.IMMEDIATE, "unlimited", null);
    promise(20, 100);
    List<Delivery> first = new ArrayList<>();
    Together.run(8, thread -> claim(lane, 3)).forEach(first::addAll);
    assertThat(first).hasSize(4);
    table.finish(first.get(0).id(), new Outcome.Delivered()).get();
    assertThat(claim(lane)).hasSize(1);
  }

  @Test
  void another_provider_has_credits_of_its_own_but_not_what_one_alone_may_send() {
    Lane brevo = new Lane("email", "brevo", plan("2 per day", Release.IMMEDIATE, "unlimited", null));
    Lane smtp = lane("unlimited", Release.IMMEDIATE, "unlimited", null);
    promise(3, 100);
    for (int i = 0; i < 3; i++) promise(150, new Delivery.Limits(Optional.empty(), Optional.empty(), Optional.of("brevo")));
    assertThat(claim(brevo)).hasSize(2).allMatch(delivery -> delivery.limits().only().isPresent());
    assertThat(claim(smtp)).hasSize(3).allMatch(delivery -> delivery.limits().only().isEmpty());
  }

  @Test
  void of_equal_urgency_the_nearest_deadline_goes_first_and_none_last() {
    long none = promise(100, Delivery.Limits.NONE);
    long far = promise(100, new Delivery.Limits(Optional.empty(), Optional.of(Instant.parse("2026-11-21T00:00:00Z")), Optional.empty()));
    long near = promise(100, new Delivery.Limits(Optional.empty(), Optional.of(Instant.parse("2026-11-20T00:00:00Z")), Optional.empty()));
    assertThat(claim(lane("9 per hour", Release.IMMEDIATE, "unlimited", null))).extracting(Delivery::id).containsExactly(near, far, none);
  }

  @Test
  void what_is_too_late_when_it_is_promised_is_written_down_as_expired_and_never_handed_out() {
    promise(100, new Delivery.Limits(Optional.empty(), Optional.of(clock.instant()), Optional.empty()));
    assertThat(claim(lane("unlimited", Release.IMMEDIATE, "unlimited", null))).isEmpty();
    assertThat(database.count("select count(*) from delivery where status = 'expired'")).isEqualTo(1);
    assertThat(expired).containsExactly("email");
  }

  @Test
  void what_waits_for_its_time_is_handed_out_then() {
    promise(100, new Delivery.Limits(Optional.of(clock.instant().plusSeconds(60)), Optional.empty(), Optional.empty()));
    Lane lane = lane("unlimited", Release.IMMEDIATE, "unlimited", null);
    assertThat(claim(lane)).isEmpty();
    clock.forward(Duration.ofSeconds(60));
    table.tidy("email");
    assertThat(claim(lane)).hasSize(1);
  }

  @Test
  void the_day_of_23_hours_has_23_of_them() {
    Lane lane = lane("2 per hour", Release.HOURLY, "unlimited", null);
    promise(100, 100);
    clock.set("2026-03-28T22:30:00Z");
    claim(lane);
    int sent = 0;
    for (Instant at = Instant.parse("2026-03-28T23:00:00Z"); at.isBefore(Instant.parse("2026-03-29T22:00:00Z")); at = at.plusSeconds(1800)) {
      clock.set(at.toString());
      sent += claim(lane).size();
    }
    assertThat(sent).isEqualTo(46);
  }

  @Test
  void a_month_ends_at_its_last_midnight() {
    Lane lane = lane("3 per day, 5 per month", Release.IMMEDIATE, "unlimited", null);
    promise(20, 100);
    for (String time : List.of("2027-01-30T12:00:00Z 3", "2027-01-31T12:00:00Z 2", "2027-01-31T22:59:59.999Z 0", "2027-01-31T23:00:00Z 3", "2027-02-28T22:59:59Z 2",
        "2027-02-28T23:00:00Z 3")) {
      clock.set(time.split(" ")[0]);
      assertThat(claim(lane)).as(time).hasSize(Integer.parseInt(time.split(" ")[1]));
    }
  }

  @Test
  void a_clock_that_was_ahead_by_a_year_keeps_nothing_back() {
    Lane lane = lane("12 per hour", Release.HOURLY, "unlimited", null);
    promise(300, 100);
    claim(lane);
    clock.set("2027-11-20T10:00:00Z");
    assertThat(claim(lane)).isNotEmpty();
    clock.set("2026-11-19T23:00:00Z");
    assertThat(claim(lane)).hasSize(12);
    assertThat(claim(lane)).isEmpty();
  }

  @Test
  void a_clock_that_goes_back_an_hour_blocks_no_seconds() {
    Lane lane = lane("3 per second", Release.IMMEDIATE, "unlimited", null);
    promise(20, 100);
    assertThat(claim(lane)).hasSize(3);
    clock.back(Duration.ofMillis(100));
    assertThat(claim(lane)).as("two processes whose clocks differ a little").isEmpty();
    clock.back(Duration.ofHours(1));
    assertThat(claim(lane)).hasSize(3);
  }

  @Test
  void the_reserve_of_an_hour_that_is_over_is_nobody_s() {
    Lane lane = lane("10 per hour", Release.HOURLY, "3 per hour", null);
    claim(lane);
    promise(50, 100);
    for (String time : List.of("2026-11-19T23:00:00Z", "2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z")) {
      clock.set(time);
      assertThat(claim(lane)).as(time).hasSize(7);
    }
    promise(10, 220);
    assertThat(claim(lane)).as("of three hours, that of one").hasSize(3);
  }

  @Test
  void what_is_paid_for_gets_no_second_credit_on_the_hour() {
    Lane lane = lane("12 per hour", Release.HOURLY, "unlimited", null);
    claim(lane);
    promise(2, 100);
    clock.set("2026-11-19T23:00:00Z");
    List<Delivery> dead = claim(lane);
    table.abandon(dead.stream().map(Delivery::id).toList());
    database.jdbc().sql("update delivery set lease_until = now() - interval '1 second'").update();
    table.tidy("email");
    clock.set("2026-11-20T00:00:00Z");
    assertThat(claim(lane)).as("with the credits of the hour before").hasSize(2);
    promise(2, 100);
    assertThat(claim(lane)).isEmpty();
    assertThat(database.count("select sum(used) from budget_window")).isEqualTo(2);
  }

  @Test
  void a_row_that_somebody_paid_for_is_not_forgotten() {
    promise(2, 100);
    database.jdbc().sql("update delivery set paid = true, paid_at = now()").update(); // by the version before, which did not always say who
    assertThat(claim(lane("12 per hour", Release.IMMEDIATE, "unlimited", null))).hasSize(2);
  }

  @Test
  void steady_holds_nothing_back_any_more_at_the_end_of_the_day() {
    Lane lane = lane("30 per hour, 300 per day", Release.STEADY, "unlimited", "23:05");
    promise(310, 100);
    clock.set("2026-11-20T22:05:00Z");
    table.budgets().openEndOfDay(lane, clock.instant(), OptionalLong.empty());
    assertThat(claim(lane)).hasSize(300);
  }

  @Test
  void the_next_provider_takes_what_the_first_had_time_for_and_left() {
    Lane lane = lane("unlimited", Release.IMMEDIATE, "unlimited", null);
    promise(2, 100);
    assertThat(table.claim(lane, BudgetTable.Share.LEFT_OVER, 9, LEASE)).as("promised a moment ago").isEmpty();
    clock.forward(Duration.ofSeconds(2));
    assertThat(table.claim(lane, BudgetTable.Share.ITS_OWN, 9, LEASE)).isEmpty();
    assertThat(table.claim(lane, BudgetTable.Share.LEFT_OVER, 9, LEASE)).hasSize(2);
  }

  @Test
  void a_credit_that_a_sender_that_died_may_have_used_is_not_given_back() throws Exception {
    Lane lane = lane("5 per day", Release.IMMEDIATE, "unlimited", null);
    promise(1, 100);
    claim(lane);
    try (DeliveryTable again = new DeliveryTable(database.database(), new Doorbells(), clock, "here", Ageing.NONE, NOBODY)) {
      assertThat(again.claim(lane, 9, LEASE)).hasSize(1);
      again.finish(1, new Outcome.RetryLater("no connection", clock.instant())).get();
    }
    assertThat(database.count("select used from budget_window")).isEqualTo(1);
  }

  @Test
  void what_waits_finds_its_place_when_ageing_is_switched_on_or_off() {
    promise(1, 10);
    Ageing ageing = new Ageing(Optional.of(Duration.ofMinutes(10)));
    for (Ageing next : List.of(ageing, Ageing.NONE)) {
      try (DeliveryTable again = new DeliveryTable(database.database(), new Doorbells(), clock, "elsewhere", next, NOBODY)) {
        assertThat(database.count("select rank from delivery")).isEqualTo(next.rank(10, clock.instant()));
      }
    }
  }

  private List<Delivery> claim(Lane lane) {
    return claim(lane, 1_000);
  }

  private List<Delivery> claim(Lane lane, int most) {
    return table.claim(lane, most, LEASE);
  }

  private static Lane lane(String budget, Release release, String reserve, String endOfDay) {
    return new Lane("email", "smtp", plan(budget, release, reserve, endOfDay));
  }

  private static ReleasePlan plan(String budget, Release release, String reserve, String endOfDay) {
    return new ReleasePlan(Budget.parse(budget, ZONE), release, Budget.parse(reserve, ZONE), Optional.ofNullable(endOfDay).map(LocalTime::parse), 0);
  }

  private long promise(int count, int urgency) {
    long last = 0;
    for (int i = 0; i < count; i++) last = promise(urgency, Delivery.Limits.NONE);
    return last;
  }

  private long promise(int urgency, Delivery.Limits limits) {
    long id = ids.incrementAndGet();
    table.promise(new Delivery(id, "alert", "" + id, "email", "a@example.org", urgency, 0, clock.instant(), Map.of(), limits));
    return id;
  }
}
