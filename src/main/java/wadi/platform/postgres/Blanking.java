package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Takes out of the finished rows of one table what is personal, oldest first, a thousand rows at a time. It remembers how far it
 * came, so that a pass reads no row twice; once a day it begins anew, for rows that were not finished, or not to be had, the last time.
 */
final class Blanking {
  private static final int BATCH = 1_000;
  private static final Duration ANEW = Duration.ofDays(1);

  /** The texts of reasons may be a remote service's; their codes are from rules. */
  private static final String REASONS = "(select coalesce(jsonb_agg(r - 'text'), '[]') from jsonb_array_elements(%1$s) r where jsonb_typeof(r) = 'object')";
  /** What kind of reason it was, without the words of a server. */
  private static final String KIND_OF = "substring(%s from '^(not now|ours to mend|perhaps sent|refused|tried for too long)')";

  private static final Rows DELIVERIES = new Rows("delivery", "modified_at", "t.status in ('delivered', 'parked', 'expired', 'cancelled')",
      // Nobody was told of it yet: then it is still wanted.
      "not exists (select from status_event e where t.source = 'notification' and e.notification_id = t.source_id::bigint and e.done_at is null)",
      "recipient = 'blanked:' || t.id, payload = '{}', callback = null, last_error = " + KIND_OF.formatted("t.last_error"),
      (", attempts as (update delivery_attempt a set reason = %s, provider_id = null from blanked where a.delivery_id = blanked.id)"
          + ", receipts as (delete from awaited_receipt w using blanked where w.delivery_id = blanked.id)"
          + ", events as (update status_event e set reason = %s from blanked where e.delivery_id = blanked.id)")
          .formatted(KIND_OF.formatted("a.reason"), KIND_OF.formatted("e.reason")));
  private static final Rows NOTIFICATIONS = new Rows("notification", "created_at", "true",
      "not exists (select from delivery d where d.source = 'notification' and d.source_id = t.id::text and d.status in ('waiting', 'delayed', 'leased', 'submitted'))"
          + " and not exists (select from status_event e where e.notification_id = t.id and e.done_at is null)",
      "metadata = '{}', callback = null", "");
  private static final Rows ALERTS = new Rows("alert", "raised_at", "true",
      "not exists (select from delivery d where d.source = 'alert' and d.source_id = t.id::text and d.status in ('waiting', 'delayed', 'leased', 'submitted'))",
      """
      body = (select coalesce(jsonb_object_agg(m.key, case when m.key in ('reasons', 'shadowReasons') and jsonb_typeof(m.value) = 'array' then %s else m.value end), '{}')
        from jsonb_each(case when jsonb_typeof(t.body) = 'object' then t.body else '{}' end) m where m.key in ('alertId', 'kind', 'severity', 'decision',
          'transactionID', 'receivedAt', 'raisedAt', 'score', 'reasons', 'shadowReasons', 'rules', 'tookMicros'))""".formatted(REASONS.formatted("m.value")), "");
  private static final Rows TRANSACTIONS = new Rows("transaction", "received_at", "true", "t.status in (15, 17, 18)",
      "body = '{}', card_fingerprint = null, card_bin = null, reasons = %s, shadow_reasons = %s"
          .formatted(REASONS.formatted("t.reasons"), REASONS.formatted("t.shadow_reasons")), "");

  private final Database database;
  private final Rows rows;
  private final Duration age;
  private Instant began = Instant.EPOCH;
  private Instant at = Instant.EPOCH;
  private long id;

  /**
   * @param time the column they age by, which has an index
   * @param indexed which rows there is an index of
   * @param finished nobody works on them any more
   * @param set what becomes of row {@code t}
   * @param more done to what belongs to the rows {@code blanked}
   */
  private record Rows(String table, String time, String indexed, String finished, String set, String more) {
    String sql() {
      return """
          with seen as materialized (
            select t.id, t.%2$s as at, t.blanked_at is null and %4$s as due from %1$s t
            where %3$s and t.%2$s >= :at and (t.%2$s, t.id) > (:at, :id) and t.%2$s < now() - :age::bigint * interval '1 second'
            order by t.%2$s, t.id limit %7$d),
          held as materialized (
            select t.id from %1$s t join seen on seen.id = t.id where seen.due and t.blanked_at is null and %3$s for update of t skip locked),
          blanked as (update %1$s t set %5$s, blanked_at = now() from held where t.id = held.id returning t.id)%6$s
          select id, at from seen order by at desc, id desc limit 1""".formatted(table, time, indexed, finished, set, more, BATCH);
    }
  }

  private record Place(long id, Instant at) {}

  private Blanking(Database database, Rows rows, Duration age) {
    this.database = database;
    this.rows = rows;
    this.age = age;
  }

  /** Of each table that holds what is personal. */
  static List<Blanking> all(Database database, Duration age) {
    return List.of(new Blanking(database, DELIVERIES, age), new Blanking(database, NOTIFICATIONS, age), new Blanking(database, ALERTS, age), new Blanking(database, TRANSACTIONS, age));
  }

  /** Looks at the next rows; false when there are none. */
  boolean next() {
    Instant now = Instant.now();
    if (now.isAfter(began.plus(ANEW))) {
      began = now;
      at = Instant.EPOCH;
      id = 0;
    }
    List<Place> last = database.sql().sql(rows.sql()).param("at", Timestamp.from(at)).param("id", id).param("age", age.toSeconds())
        .query((row, n) -> new Place(row.getLong("id"), row.getTimestamp("at").toInstant())).list();
    last.forEach(place -> {
      at = place.at();
      id = place.id();
    });
    return !last.isEmpty();
  }
}
