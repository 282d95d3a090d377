package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/** Eight workers of three processes claim, finish, die and take over in whatever order; the seed says what each of them does. */
class BudgetPropertyTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int WORKERS = 8;
  private static final int STEPS = 45;
  private static final Duration LEASE = Duration.ofMinutes(10);

  @RegisterExtension
  static final TestDatabase database = new TestDatabase();

  private final SettableClock clock = new SettableClock("2026-11-20T20:30:00Z"); // towards the end of the day in Berlin
  private final List<DeliveryTable> processes = new ArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger givenBack = new AtomicInteger();
  /** Whose sender died: their credits are still good. */
  private final Set<Long> paid = ConcurrentHashMap.newKeySet();
  /** Taken over with such a credit, which nobody gets back: the sender that died may have used it. */
  private final Set<Long> kept = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void open() {
    database.jdbc().sql("""
        create table seen_used (budget text, unit text, starts timestamptz, used integer, granted integer);
        create function see_used() returns trigger language plpgsql as $$
        begin
          insert into seen_used values (new.budget, new.unit, new.starts, new.used, new.granted);
          return null;
        end $$;
        create trigger see_used after insert or update on budget_window for each row execute function see_used()""").update();
    for (int n = 0; n < 3; n++) {
      processes.add(new DeliveryTable(database.database(), new Doorbells(), clock, "process-" + n, Ageing.NONE, new DeliveryTable.Events() {
        @Override
        public void repeated(String channel, int count) {}

        @Override
        public void expired(String channel, int count) {}
      }));
    }
  }

  @AfterEach
  void close() {
    processes.forEach(DeliveryTable::close);
    database.jdbc().sql("drop trigger see_used on budget_window; drop function see_used(); drop table seen_used").update();
  }

  @ParameterizedTest
  @CsvSource({"1, IMMEDIATE, '', 255", "2, IMMEDIATE, '', 199", "3, IMMEDIATE, 22:05, 255", "4, HOURLY, 22:05, 255", "5, HOURLY, '', 199", "6, STEADY, '', 255",
      "7, STEADY, 22:05, 199"})
  void no_window_is_ever_exceeded_and_every_credit_is_accounted_for(int seed, Release release, String endOfDay, int mostUrgency) throws Exception {
    Budget budget = Budget.parse("3 per second, 15 per minute, 30 per hour, 70 per day, concurrent 9", ZONE);
    Lane lane = new Lane("email", "smtp", new ReleasePlan(budget, release, Budget.parse("5 per hour, 10 per day", ZONE),
        endOfDay.isEmpty() ? Optional.empty() : Optional.of(LocalTime.parse(endOfDay)), 0));
    Random urgencies = new Random(seed);
    for (int n = 0; n < 600; n++) promise(urgencies.nextInt(mostUrgency + 1));
    processes.get(0).claim(lane, 0, LEASE); // it was there in the hour before, too
    clock.set("2026-11-20T21:00:00Z");

    Together.run(WORKERS, worker -> {
      work(processes.get(worker % processes.size()), lane, new Random(seed * 100L + worker));
      return null;
    });

    assertThat(taken.get()).as("something happened").isGreaterThan(5);
    assertThat(over("minutes", 15)).isZero();
    assertThat(over("days", mostUrgency < 200 ? 60 : 70)).isZero();
    assertThat(over("hours", mostUrgency < 200 && endOfDay.isEmpty() ? 25 : 30)).as("the reserve is then in the end of the day").isZero();
    assertThat(over("hours", 30, "granted")).isZero();
    assertThat(database.count("select count(*) from seen_used where used < 0 or used > granted")).isZero();
    assertThat(database.count("""
        select count(*) from budget_window a where unit = 'seconds' and (select sum(b.used) from budget_window b where b.unit = 'seconds'
          and b.starts > a.starts - interval '1 second' and b.starts <= a.starts) > 3""")).isZero();
    for (String units : List.of("seconds", "minutes", "days", "hours,end-of-day")) {
      assertThat(database.count("select coalesce(sum(used), 0) from budget_window where unit = any (string_to_array(?, ','))", units)).as(units)
          .isEqualTo(taken.get() - givenBack.get());
    }
  }

  private void work(DeliveryTable table, Lane lane, Random random) throws Exception {
    List<Delivery> mine = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      int dice = random.nextInt(100);
      if (dice < 45 || mine.isEmpty()) {
        List<Delivery> due = table.claim(lane, 1 + random.nextInt(6), LEASE);
        taken.addAndGet((int) due.stream().filter(delivery -> isFresh(delivery.id())).count());
        mine.addAll(due);
        assertThat(database.count("select count(*) from delivery where status = 'leased'")).as("at the same time").isLessThanOrEqualTo(9);
      } else if (dice < 85) {
        Delivery delivery = mine.remove(random.nextInt(mine.size()));
        Outcome outcome = outcome(random);
        givenBack.addAndGet(outcome.perhapsSent() || kept.contains(delivery.id()) ? 0 : 1);
        if (kept.contains(delivery.id()) && outcome instanceof Outcome.RetryLater && !outcome.perhapsSent()) {
          paid.add(delivery.id());
        }
        table.finish(delivery.id(), outcome).get();
      } else if (dice < 92) {
        die(table, mine);
      } else {
        table.tidy("email");
        if (table.budgets().wantsEndOfDay(lane, clock.instant())) {
          table.budgets().openEndOfDay(lane, clock.instant(), random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(30)));
        }
      }
      synchronized (clock) {
        clock.forward(Duration.ofMillis(random.nextInt(100) < 3 ? 900_000 : random.nextInt(2_000)));
      }
    }
  }

  private boolean isFresh(long id) {
    if (paid.remove(id)) {
      kept.add(id);
      return false;
    }
    kept.remove(id);
    return true;
  }

  /** Its leases run out, and whoever comes next sends with its credits. */
  private void die(DeliveryTable table, List<Delivery> mine) {
    List<Long> left = mine.stream().map(Delivery::id).toList();
    mine.clear();
    table.abandon(left);
    paid.addAll(left);
    left.forEach(id -> database.jdbc().sql("update delivery set lease_until = now() - interval '1 second' where id = ?").param(id).update());
    table.tidy("email");
  }

  private Outcome outcome(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Outcome.RetryLater("busy", clock.instant().plusSeconds(random.nextInt(60)), false);
      case 1 -> new Outcome.RetryLater("nobody answered", clock.instant(), true);
      case 2 -> new Outcome.Parked("refused");
      case 3 -> new Outcome.Expired();
      default -> new Outcome.Delivered();
    };
  }

  private void promise(int urgency) {
    long id = ids.incrementAndGet();
    processes.get(0).promise(new Delivery(id, "alert", "" + id, "email", "a@example.org", urgency, 0, clock.instant(), Map.of()));
  }

  private long over(String unit, int most) {
    return over(unit, most, "used");
  }

  private static long over(String unit, int most, String column) {
    return database.count("select count(*) from seen_used where unit = ? and " + column + " > ?", unit, most);
  }
}
