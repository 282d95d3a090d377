package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
import wadi.platform.postgres.BudgetTable.Lane;

/** The original's experiment: 400 mails over a day, 12 an hour and 300 a day, on the hour, what is left at 23:05. */
class DayOfMailTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-19T23:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int AT_ONCE = 4;
  private static final Comparator<Mail> URGENT_FIRST = Comparator.comparingInt(Mail::urgency).reversed().thenComparingLong(Mail::id);

  @RegisterExtension
  static final TestDatabase database = new TestDatabase();

  private final SettableClock clock = new SettableClock("2026-11-19T22:00:00Z");
  private final Random random = new Random(12_300);
  private final Lane lane = new Lane("email", "smtp", new ReleasePlan(Budget.parse("12 per hour, 300 per day", ZONE), Release.HOURLY,
      Budget.parse("unlimited", ZONE), Optional.of(LocalTime.of(23, 5)), 0));
  private final List<DeliveryTable> processes = new ArrayList<>();
  /** The first send of each, and the moment. */
  private final Map<Long, Instant> sent = new TreeMap<>();
  private final Map<Long, Mail> known = new TreeMap<>();
  private int doubles;
  private int killed;
  private int incarnations;

  private record Mail(long id, int urgency, Instant expires) {}

  @BeforeEach
  void nobody() {
    database.jdbc().sql("delete from budget_window").update();
  }

  @AfterEach
  void close() {
    processes.forEach(DeliveryTable::close);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "1, true", "3, true"})
  void of_400_mails_300_leave_in_a_day_12_of_them_each_hour_and_each_time_the_most_urgent(int many, boolean kill) throws Exception {
    start(many);
    arrive(100);
    for (int hour = 0; hour < 24; hour++) {
      Instant begin = MIDNIGHT.plus(Duration.ofHours(hour));
      Set<Long> mostUrgent = mostUrgent(12, begin);
      for (Instant at = begin; at.isBefore(begin.plus(Duration.ofHours(1))); at = at.plus(STEP)) {
        Set<Long> last = at.equals(MIDNIGHT.plus(Duration.ofMinutes(23 * 60 + 5))) ? mostUrgent(12, at) : Set.of();
        minute(at, kill && at.equals(begin));
        assertThat(sentFrom(at)).as("at " + at).isEqualTo(at.equals(begin) ? mostUrgent : last);
        if (at.equals(begin.plus(Duration.ofMinutes(20)))) {
          arrive(hour % 2 == 0 ? 12 : 13);
          known.put(-1L - hour, new Mail(-1L - hour, 255, at.plus(Duration.ofMinutes(30)))); // too late at the next hour
          promise(known.get(-1L - hour));
        }
      }
    }

    assertThat(sent).hasSize(300);
    assertThat(count("waiting")).isEqualTo(100);
    assertThat(count("expired")).isEqualTo(24);
    assertThat(count("delivered")).as("nothing is lost").isEqualTo(300);
    assertThat(doubles).isBetween(kill ? 1 : 0, killed * AT_ONCE);
    assertThat(database.count("select used from budget_window where unit = 'days'")).isEqualTo(300);
    assertThat(database.count("select sum(used) from budget_window where unit in ('hours', 'end-of-day')")).isEqualTo(300);
  }

  @Test
  void when_all_are_known_at_midnight_the_300_most_urgent_leave() throws Exception {
    start(3);
    arrive(400);
    Set<Long> mostUrgent = mostUrgent(300, MIDNIGHT);
    for (Instant at = MIDNIGHT; at.isBefore(MIDNIGHT.plus(Duration.ofHours(24))); at = at.plus(STEP)) {
      minute(at, false);
    }
    assertThat(sent.keySet()).isEqualTo(mostUrgent);
  }

  private void start(int many) {
    for (int n = 0; n < many; n++) {
      processes.add(process("process-" + n));
    }
    processes.forEach(table -> table.claim(lane, AT_ONCE, Duration.ofMinutes(1))); // it was there in the hour before, too
  }

  private DeliveryTable process(String instance) {
    return new DeliveryTable(database.database(), new Doorbells(), clock, instance, Ageing.NONE, new DeliveryTable.Events() {
      @Override
      public void repeated(String channel, int count) {}

      @Override
      public void expired(String channel, int count) {}
    });
  }

  private void arrive(int mails) {
    for (int n = 0; n < mails; n++) {
      Mail mail = new Mail(known.size() + 1_000L, random.nextInt(256), null);
      known.put(mail.id(), mail);
      promise(mail);
    }
  }

  private void promise(Mail mail) {
    processes.get(0).promise(new Delivery(mail.id(), "request", "" + mail.id(), "email", "a@example.org", mail.urgency(), 0, clock.instant(),
        Map.of(), new Delivery.Limits(Optional.empty(), Optional.ofNullable(mail.expires()), Optional.empty())));
  }

  private Set<Long> mostUrgent(int most, Instant at) {
    return known.values().stream().filter(mail -> !sent.containsKey(mail.id()) && (mail.expires() == null || mail.expires().isAfter(at)))
        .sorted(URGENT_FIRST).limit(most).map(Mail::id).collect(Collectors.toSet());
  }

  private Set<Long> sentFrom(Instant from) {
    return sent.entrySet().stream().filter(one -> !one.getValue().isBefore(from)).map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /** Every process looks, in whatever order, as long as one of them finds something; one of them may be killed in the middle of it. */
  private void minute(Instant at, boolean kill) throws Exception {
    clock.set(at.toString());
    boolean toKill = kill;
    for (boolean any = true; any;) {
      any = false;
      Collections.shuffle(processes, random);
      for (int n = 0; n < processes.size(); n++) {
        DeliveryTable process = processes.get(n);
        process.tidy("email");
        if (process.budgets().wantsEndOfDay(lane, at)) {
          process.budgets().openEndOfDay(lane, at, OptionalLong.empty());
        }
        List<Delivery> due = process.claim(lane, AT_ONCE, Duration.ofMinutes(1));
        any |= !due.isEmpty();
        if (toKill && !due.isEmpty()) {
          toKill = false;
          kill(n, due);
        } else {
          for (Delivery delivery : due) {
            send(delivery, at);
            process.finish(delivery.id(), new Outcome.Delivered()).get();
          }
        }
      }
    }
  }

  private void send(Delivery delivery, Instant at) {
    assertThat(delivery.isExpired(at)).isFalse();
    doubles += sent.putIfAbsent(delivery.id(), at) == null ? 0 : 1;
  }

  /** Half of what it claimed had left, and none of it was written down. Every other time it never comes back, and its leases run out. */
  private void kill(int n, List<Delivery> due) {
    due.stream().limit(due.size() / 2).forEach(delivery -> send(delivery, clock.instant()));
    boolean comesBack = killed++ % 2 == 0;
    processes.get(n).close();
    if (comesBack) {
      String owner = database.jdbc().sql("select lease_owner from delivery where id = ?").param(due.get(0).id()).query(String.class).single();
      processes.set(n, process(owner.substring(0, owner.indexOf(':'))));
    } else {
      due.forEach(delivery -> database.jdbc().sql("update delivery set lease_until = now() - interval '1 second' where id = ?").param(delivery.id()).update());
      processes.set(n, process("other-" + incarnations++));
    }
  }

  private long count(String status) {
    return database.count("select count(*) from delivery where status = ?", status);
  }
}
