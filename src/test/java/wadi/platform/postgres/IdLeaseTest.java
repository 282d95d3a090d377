package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import wadi.platform.SettableClock;
import wadi.platform.Together;

@Timeout(60)
class IdLeaseTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration RESERVED = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock("2026-11-20T12:00:00Z");
  private final List<IdLease> open = new ArrayList<>();

  @BeforeEach
  void nobody_holds_a_node() {
    database.jdbc().sql("update id_lease set holder = null, reserved_until = 0").update();
  }

  private IdLease open(String holder) {
    IdLease lease = new IdLease(database.database(), clock, holder);
    open.add(lease);
    return lease;
  }

  @AfterEach
  void close() {
    open.forEach(IdLease::close);
    nobody_holds_a_node();
  }

  @Test
  void is_unique_and_rises_over_many_threads_and_two_processes() throws Exception {
    List<IdLease> leases = List.of(open("a"), open("b"));
    List<long[]> issued = Together.run(8, thread -> {
      IdLease lease = leases.get(thread % 2);
      return LongStream.range(0, 25_000).map(i -> {
        if (i % 1_000 == 0) {
          clock.forward(Duration.ofMillis(1));
        }
        return lease.next();
      }).toArray();
    });
    assertThat(issued).allSatisfy(IdLeaseTest::assertRising);
    assertThat(issued.stream().flatMapToLong(Arrays::stream).distinct().count()).isEqualTo(200_000);
  }

  @Test
  void says_the_time_and_the_node_in_53_bits() {
    IdLease lease = open("a");
    clock.forward(Duration.ofSeconds(5));
    long id = lease.next();
    assertThat(Instant.parse("2025-01-01T00:00:00Z").plusMillis(id >> 12)).isEqualTo(clock.instant());
    assertThat(id >> 7 & 31).isZero();
    assertThat(open("b").next() >> 7 & 31).isEqualTo(1);
    clock.set("2094-09-01T00:00:00Z");
    assertThat(lease.next()).isBetween(1L << 52, (1L << 53) - 1);
  }

  @Test
  void goes_on_with_its_own_time_when_the_clock_stands_still_or_steps_back() {
    IdLease lease = open("a");
    List<Long> issued = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      issued.add(lease.next());
      if (i == 500) {
        clock.back(Duration.ofHours(1));
      }
    }
    assertRising(issued.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void extends_its_reservation_when_the_clock_ran_far_ahead_of_it() {
    IdLease lease = open("a");
    long before = lease.next();
    clock.forward(Duration.ofDays(365));
    long after = lease.next();
    assertThat((after >> 12) - (before >> 12)).isEqualTo(Duration.ofDays(365).toMillis());
    assertThat(reserved(0)).isEqualTo((after >> 12) + RESERVED.toMillis());
    assertThat(node(after)).isEqualTo(node(before));
  }

  @Test
  void never_issues_beyond_what_it_reserved() {
    IdLease lease = open("a");
    for (int i = 0; i < 10_000; i++) {
      long id = lease.next();
      assertThat(id >> 12).isLessThanOrEqualTo(reserved(0));
      clock.forward(Duration.ofSeconds(i % 100 == 0 ? 61 : 0));
    }
  }

  @Test
  void is_unique_over_restarts_while_the_clock_steps_back() {
    allNodesButOneAreTaken();
    List<Long> issued = new ArrayList<>();
    for (int start = 0; start < 5; start++) {
      IdLease lease = open("start " + start);
      for (int i = 0; i < 1_000; i++) {
        issued.add(lease.next());
      }
      clock.set(Instant.parse("2025-01-01T00:00:00Z").plusMillis(reserved(0)).toString());
      for (int i = 0; i < 100; i++) {
        issued.add(lease.next());
      }
      lease.close();
      clock.back(Duration.ofHours(1));
    }
    assertThat(issued.stream().map(IdLeaseTest::node).distinct()).as("all on one node").hasSize(1);
    assertRising(issued.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void is_unique_although_a_paused_process_wakes_up_after_its_node_was_taken_over() {
    IdLease paused = open("paused");
    List<Long> issued = new ArrayList<>(List.of(paused.next()));
    allNodesButOneAreTaken();
    clock.forward(Duration.ofMinutes(10));
    IdLease other = open("other");
    issued.add(other.next());
    assertThat(node(issued.get(1))).isEqualTo(node(issued.get(0)));
    for (int i = 0; i < 300; i++) {
      issued.add(paused.next());
      issued.add(other.next());
    }
    clock.back(Duration.ofHours(1));
    paused.renew();
    for (int i = 0; i < 300; i++) {
      issued.add(paused.next());
      issued.add(other.next());
    }
    assertThat(issued).doesNotHaveDuplicates();
  }

  @Test
  void still_rises_after_it_lost_its_node_to_another_process() {
    open("first");
    IdLease lease = open("second");
    long before = 0;
    for (int i = 0; i < 200; i++) {
      before = lease.next();
    }
    database.jdbc().sql("update id_lease set holder = 'thief' where node = 1").update();
    database.jdbc().sql("update id_lease set reserved_until = 0 where node = 0").update();
    database.jdbc().sql("update id_lease set reserved_until = 900000000000 where node > 1").update();
    lease.renew();
    long after = lease.next();
    assertThat(node(before)).isEqualTo(1);
    assertThat(node(after)).isZero();
    assertThat(after).isGreaterThan(before);
  }

  @Test
  void gives_each_of_32_processes_a_node_of_its_own_and_lets_the_next_begin_after_the_oldest() throws Exception {
    List<Long> first = Together.run(8, thread -> open4(thread)).stream().flatMap(List::stream).toList();
    assertThat(first.stream().map(IdLeaseTest::node)).doesNotHaveDuplicates().hasSize(32);
    long next = open("33rd").next();
    assertThat(next >> 12).isGreaterThan(first.stream().mapToLong(id -> id >> 12).max().orElseThrow());
    assertThat(first).doesNotContain(next);
  }

  private synchronized List<Long> open4(int thread) {
    return LongStream.range(0, 4).map(i -> open(thread + "/" + i).next()).boxed().toList();
  }

  /** A business transaction may roll back after numbers were issued in it; what was reserved stays reserved. */
  @Test
  void keeps_its_reservation_when_the_transaction_it_was_asked_in_rolls_back() {
    IdLease lease = open("a");
    clock.forward(Duration.ofHours(1));
    long[] issued = new long[1];
    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      issued[0] = lease.next();
      throw new IllegalStateException("changed our mind");
    })).hasMessage("changed our mind");
    assertThat(reserved(0)).isGreaterThanOrEqualTo(issued[0] >> 12);
  }

  @Test
  void issues_nothing_when_the_commit_of_a_reservation_fails_and_goes_on_when_it_works_again() {
    IdLease lease = open("a");
    long before = lease.next();
    long reserved = reserved(0);
    clock.forward(Duration.ofHours(1));
    database.jdbc().sql("""
        create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
        create constraint trigger refuse after update on id_lease deferrable initially deferred for each row execute function refuse()""").update();
    try {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(lease::next).isInstanceOfAny(DataAccessException.class, TransactionException.class);
      }
    } finally {
      database.jdbc().sql("drop trigger refuse on id_lease; drop function refuse").update();
    }
    assertThat(reserved(0)).isEqualTo(reserved);
    assertThat(lease.next()).isGreaterThan(before);
    assertThat(reserved(0)).isGreaterThan(reserved);
  }

  @Test
  void is_renewed_before_its_reservation_ends() {
    IdLease lease = open("a");
    long reserved = reserved(0);
    clock.forward(Duration.ofSeconds(20));
    lease.renew();
    assertThat(reserved(0)).isEqualTo(reserved + 20_000);
  }

  private static void allNodesButOneAreTaken() {
    database.jdbc().sql("update id_lease set reserved_until = 900000000000 where node > 0").update();
  }

  private static void assertRising(long[] ids) {
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  private static long node(long id) {
    return id >> 7 & 31;
  }

  private static long reserved(int node) {
    return database.count("select reserved_until from id_lease where node = ?", node);
  }
}
