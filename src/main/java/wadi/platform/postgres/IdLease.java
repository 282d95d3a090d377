package wadi.platform.postgres;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.platform.ports.Ids;

/**
 * Issues identifiers of 53 bits: 41 of milliseconds since 2025-01-01 UTC, 5 of node, 7 of counter. They rise with time
 * and are unique over all processes and restarts: a node issues only inside the time reserved for it in the database,
 * and whoever takes a node over begins after that time, also when clocks step back.
 */
public final class IdLease implements Ids, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdLease.class);
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final long RESERVE_MILLIS = 60_000;
  private static final int COUNTER_BITS = 7;
  private static final int NODE_BITS = 5;

  private final Database database;
  private final Clock clock;
  private final String holder;
  private final ScheduledExecutorService renewal;
  private final TransactionTemplate ownTransaction;
  private int node = -1;
  private long reservedUntil;
  private long millis;
  private int counter;

  private record Reservation(int node, long from, long until) {}

  /** For this process on the data directory of that name; ids know no trial clock. */
  public static IdLease of(Database database, String instance) {
    Clock real = Clock.systemUTC();
    return new IdLease(database, real, instance + ":" + ProcessHandle.current().pid() + ":" + real.millis());
  }

  /**
   * @param holder names this process; two processes never share it
   */
  public IdLease(Database database, Clock clock, String holder) {
    this.database = database;
    this.clock = clock;
    this.holder = holder;
    this.ownTransaction = new TransactionTemplate(database.transactions());
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    extend();
    renewal = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "id-lease"));
    renewal.scheduleWithFixedDelay(this::renew, RESERVE_MILLIS / 3, RESERVE_MILLIS / 3, TimeUnit.MILLISECONDS);
  }

  /** Fails only when the reservation has run out and the database cannot extend it. */
  @Override
  public synchronized long next() {
    long now = clock.millis() - EPOCH;
    if (now > millis) {
      millis = now;
      counter = 0;
    } else if (++counter == 1 << COUNTER_BITS) {
      millis++;
      counter = 0;
    }
    if (millis > reservedUntil) {
      extend();
    }
    return millis << NODE_BITS + COUNTER_BITS | (long) node << COUNTER_BITS | counter;
  }

  void renew() {
    try {
      extend();
    } catch (RuntimeException e) {
      LOG.warn("The reservation of identifiers was not renewed: {}", e.getMessage());
    }
  }

  /**
   * In a transaction of its own, so that a business transaction takes no reservation back, and held only when that has
   * committed: nothing is issued that is not reserved.
   */
  private synchronized void extend() {
    Reservation next = ownTransaction.execute(status -> node < 0 ? takeNode() : keepNode().orElseGet(this::takeNode));
    if (next.from() > millis) {
      millis = next.from();
      counter = 0;
    }
    node = next.node();
    reservedUntil = next.until();
  }

  private Optional<Reservation> keepNode() {
    long until = Math.max(clock.millis() - EPOCH, millis) + RESERVE_MILLIS;
    int kept = database.sql().sql("update id_lease set reserved_until = ? where node = ? and holder = ? and reserved_until <= ?")
        .params(until, node, holder, until).update();
    return kept == 1 ? Optional.of(new Reservation(node, millis, until)) : Optional.empty();
  }

  private Reservation takeNode() {
    Map<String, Object> row = database.sql()
        .sql("select node, reserved_until from id_lease order by reserved_until, node limit 1 for update skip locked")
        .query().singleRow();
    long from = Math.max(Math.max(clock.millis() - EPOCH, millis + 1), ((Number) row.get("reserved_until")).longValue() + 1);
    Reservation taken = new Reservation(((Number) row.get("node")).intValue(), from, from + RESERVE_MILLIS);
    database.sql().sql("update id_lease set holder = ?, reserved_until = ? where node = ?")
        .params(holder, taken.until(), taken.node()).update();
    return taken;
  }

  @Override
  public void close() {
    renewal.shutdownNow();
  }
}
