package wadi.platform.postgres;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import wadi.platform.Doorbells;

/** Deliveries that people change: parked and expired ones that get another chance, and those that are given up. */
public final class ParkedDeliveries {
  private static final String CANCEL = """
      with picked as materialized (select d.id from delivery d %s
          and d.status in ('waiting', 'delayed', 'parked') order by d.id limit :limit for update skip locked),
        gone as (update delivery d set status = 'cancelled', modified_at = now() from picked where d.id = picked.id returning d.id),
        written as (insert into audit (actor, peer, action, target, reason, outcome)
          select :actor, :peer, 'cancel', 'delivery/' || id, :reason, 'cancelled' from gone order by id)
      select (select count(*) from gone) as gone, (select count(*) from picked) as seen, (select coalesce(max(id), 0) from picked) as last""";

  private final Database database;
  private final Doorbells doorbells;

  /**
   * @param expiresAt or null
   * @param blanked nobody knows any more what it said, and to whom
   */
  public record Found(String status, Instant expiresAt, boolean blanked) {}

  /**
   * What became of some.
   *
   * @param last where to go on
   * @param more whether there may be others
   */
  public record Cancelled(int count, long last, boolean more) {}

  public ParkedDeliveries(Database database, Doorbells doorbells) {
    this.database = database;
    this.doorbells = doorbells;
  }

  /**
   * Lets it wait again, where its urgency puts it; its attempts go on counting, and it costs a credit like a new one.
   * Commits with the transaction of this thread.
   *
   * @param deadline until when it is of use from now on, which lets an expired one go too; or null, as it was
   * @return false when it is not parked, when it is too late for it, or when its contents were taken out
   */
  public boolean replay(long id, Instant now, Instant deadline) {
    Timestamp until = deadline == null ? null : Timestamp.from(deadline);
    Optional<String> channel = database.sql().sql("""
        update delivery set status = 'waiting', paid = false, not_before = null, first_try_at = null, replayed_at = :now, modified_at = now(),
            expires_at = coalesce(:deadline::timestamptz, expires_at)
        where id = :id and blanked_at is null and (status = 'parked' or status = 'expired' and :deadline::timestamptz is not null)
            and (coalesce(:deadline::timestamptz, expires_at) is null or coalesce(:deadline::timestamptz, expires_at) > :now) returning channel""")
        .param("id", id).param("deadline", until, Types.TIMESTAMP).param("now", Timestamp.from(now)).query(String.class).optional();
    channel.ifPresent(name -> doorbells.ringAfterCommit(DeliveryTable.bell(name)));
    return channel.isPresent();
  }

  /** Those whose last try failed since then, and that wait to be tried again, are tried now. Commits with the transaction of this thread. */
  public void hasten(Instant since, Instant now) {
    database.sql().sql("update delivery set not_before = :now where status = 'delayed' and attempts > 0 and modified_at >= :since and not_before > :now")
        .param("now", Timestamp.from(now)).param("since", Timestamp.from(since)).update();
  }

  /** Gives it up. Commits with the transaction of this thread; false when it is not parked. */
  public boolean cancel(long id) {
    return database.sql().sql("update delivery set status = 'cancelled', modified_at = now() where id = ? and status = 'parked'")
        .param(id).update() == 1;
  }

  /** Gives one up that is not on its way. Commits with the transaction of this thread; false when it is on its way, or finished. */
  public boolean cancelWaiting(long id) {
    return database.sql().sql("update delivery set status = 'cancelled', modified_at = now() where id = ? and status in ('waiting', 'delayed', 'parked')")
        .param(id).update() == 1;
  }

  /**
   * Gives up the next of those that are wanted, those on their way excepted, each with its line in the audit.
   *
   * @param after the last that was looked at before, 0 at the beginning
   */
  public Cancelled cancelNext(DeliveryQueries.Wanted wanted, Instant until, long after, int limit, AuditTable.Actor actor) {
    Filter filter = wanted.filter().and("d.created_at <= :until", "until", Timestamp.from(until)).and("d.id > :after", "after", after);
    return database.sql().sql(CANCEL.formatted(filter.where())).params(filter.values()).param("limit", limit).param("actor", actor.who())
        .param("peer", actor.peer()).param("reason", actor.reason()).query((row, n) -> new Cancelled(row.getInt("gone"), row.getLong("last"), row.getInt("seen") == limit))
        .single();
  }

  /** One, whatever its status. */
  public Optional<Found> find(long id) {
    return database.sql().sql("select status, expires_at, blanked_at from delivery where id = ?").param(id).query((row, n) -> {
      Timestamp expires = row.getTimestamp("expires_at");
      return new Found(row.getString("status"), expires == null ? null : expires.toInstant(), row.getTimestamp("blanked_at") != null);
    }).optional();
  }
}
