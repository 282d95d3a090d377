package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.postgres.BudgetTable.Lane;

/** The short form of what {@code bench/run --only delivery} measures; limits are wide, because others use the machine, too. */
class ClaimSpeedTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @RegisterExtension
  static final TestDatabase database = new TestDatabase();

  private final Lane lane = new Lane("email", "smtp",
      ReleasePlan.immediate(Budget.parse("900000 per minute, 9000000 per hour, 90000000 per day, concurrent 1000", ZoneOffset.UTC)));
  private DeliveryTable table;

  @BeforeEach
  void open() {
    table = new DeliveryTable(database.database(), new Doorbells(), Clock.systemUTC(), "here", Ageing.NONE, new DeliveryTable.Events() {
      @Override
      public void repeated(String channel, int count) {}

      @Override
      public void expired(String channel, int count) {}
    });
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void claims_within_a_budget_take_no_longer_when_fifty_times_as_many_wait() {
    insert(1, 1_000);
    claimTogether(12); // nothing is compiled yet
    long few = claimTogether(12);
    insert(1_001, 50_000);
    long many = claimTogether(12);
    assertThat(many).as("nanoseconds for 480 rows, with few waiting " + few).isLessThan(5 * few + TimeUnit.MILLISECONDS.toNanos(500));
  }

  @Test
  void what_is_urgent_overtakes_what_waits_at_once() throws Exception {
    insert(1, 50_000);
    List<Long> millis = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      long began = System.nanoTime();
      table.promise(new Delivery(100_000 + n, "alert", "" + n, "email", "a@example.org", 150, 0, Clock.systemUTC().instant(), Map.of()));
      Delivery first = table.claim(lane, 1, LEASE).get(0);
      assertThat(first.id()).isEqualTo(100_000 + n);
      table.finish(first.id(), new Outcome.Delivered()).get();
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
    Collections.sort(millis);
    assertThat(millis.get(98)).as("p99, in milliseconds").isLessThan(5_000);
  }

  private long claimTogether(int together) {
    long began = System.nanoTime();
    for (int done = 0; done < 480; done += together) {
      CompletableFuture.allOf(table.claim(lane, together, LEASE).stream().map(delivery -> table.finish(delivery.id(), new Outcome.Delivered()))
          .toArray(CompletableFuture[]::new)).join();
    }
    return System.nanoTime() - began;
  }

  private static void insert(int first, int rows) {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
        select n, 'request', n::text, 'email', 'a@example.org', n % 6, -(n % 6)::bigint * 8796093022208, 'waiting', '{}'::jsonb, now()
          from generate_series(?, ?) n""").params(first, first + rows - 1).update();
    database.jdbc().sql("analyze delivery").update();
  }
}
