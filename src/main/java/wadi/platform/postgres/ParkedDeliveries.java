package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import wadi.platform.Doorbells;

/** Parked deliveries, and the two ways out for them. */
public final class ParkedDeliveries {
  private final Database database;
  private final Doorbells doorbells;

  /** @param expiresAt or null */
  public record Found(String status, Instant expiresAt) {}

  public ParkedDeliveries(Database database, Doorbells doorbells) {
    this.database = database;
    this.doorbells = doorbells;
  }

  /**
   * Lets it wait again, where its urgency puts it; its attempts go on counting, and it costs a credit like a new one.
   * Commits with the transaction of this thread.
   *
   * @return false when it is not parked, or when it is too late for it
   */
  public boolean replay(long id, Instant now) {
    Optional<String> channel = database.sql().sql("""
        update delivery set status = 'waiting', paid = false, not_before = null, replayed_at = :now, modified_at = now()
        where id = :id and status = 'parked' and (expires_at is null or expires_at > :now) returning channel""")
        .param("id", id).param("now", Timestamp.from(now)).query(String.class).optional();
    channel.ifPresent(name -> doorbells.ringAfterCommit(DeliveryTable.bell(name)));
    return channel.isPresent();
  }

  /** Those whose last try failed since then, and that wait to be tried again, are tried now. Commits with the transaction of this thread. */
  public void hasten(Instant since, Instant now) {
    database.sql().sql("update delivery set not_before = :now where status = 'delayed' and modified_at >= :since and not_before > :now")
        .param("now", Timestamp.from(now)).param("since", Timestamp.from(since)).update();
  }

  /** Gives it up. Commits with the transaction of this thread; false when it is not parked. */
  public boolean cancel(long id) {
    return database.sql().sql("update delivery set status = 'cancelled', modified_at = now() where id = ? and status = 'parked'")
        .param(id).update() == 1;
  }

  /** One, whatever its status. */
  public Optional<Found> find(long id) {
    return database.sql().sql("select status, expires_at from delivery where id = ?").param(id).query((row, n) -> {
      Timestamp expires = row.getTimestamp("expires_at");
      return new Found(row.getString("status"), expires == null ? null : expires.toInstant());
    }).optional();
  }
}
