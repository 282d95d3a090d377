package wadi.platform.ops;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Doorbells;
import wadi.platform.Faults;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.Page;
import wadi.platform.postgres.ParkedDeliveries;
import wadi.platform.postgres.ParkedQueries;

/** Gives what failed while bad routes ran another chance, once better ones run. */
public final class Amends {
  private static final Logger LOG = LoggerFactory.getLogger(Amends.class);
  private static final int AT_ONCE = 200;

  private final ParkedQueries parked;
  private final ParkedDeliveries deliveries;
  private final Replays replays;
  private final Clock clock;

  public Amends(Database database, DeadLetterTable deadLetters, Doorbells doorbells, RouteEntrance routes, Clock clock) {
    this.parked = new ParkedQueries(database);
    this.deliveries = new ParkedDeliveries(database, doorbells);
    this.replays = new Replays(database, deliveries, deadLetters, routes, clock);
    this.clock = clock;
  }

  /**
   * Replays what was parked since then, each with its line in the audit, and tries at once what waits to be tried again. What fails
   * again is parked again.
   *
   * @param reason why, for the audit
   * @return how many were replayed
   */
  public int since(Instant since, String reason) {
    Actor wadi = new Actor("wadi", "-", reason);
    ParkedQueries.Wanted until = new ParkedQueries.Wanted(null, null, null, null, clock.instant());
    int replayed = 0;
    try {
      deliveries.hasten(since, clock.instant());
      String cursor = ParkedQueries.cursorAt(since);
      while (cursor != null) {
        Page<ParkedQueries.Parked> page = parked.oldestFirst(until, AT_ONCE, cursor);
        replayed += replay(page.rows(), wadi);
        cursor = page.next();
      }
    } catch (RuntimeException e) {
      LOG.warn("not everything that was parked since {} was replayed, ./wadi replay does it: {}", since, Faults.nameOf(e));
    }
    return replayed;
  }

  private int replay(List<ParkedQueries.Parked> rows, Actor wadi) {
    int replayed = 0;
    for (ParkedQueries.Parked row : rows) {
      try {
        replays.replay(row.kind(), row.id(), null, wadi);
        replayed++;
      } catch (Refusal e) {
        LOG.debug("{} {} stays parked: {}", row.kind(), row.id(), e.getMessage());
      }
    }
    return replayed;
  }
}
