package wadi.platform.postgres;

import java.util.List;
import wadi.platform.ports.StatusEvents;

/** Events that a trigger has written with the change they tell of; docs/decisions/0030. */
public final class StatusEventTable implements StatusEvents {
  /**
   * Only the first open event of each notification is looked at, however many wait behind it. One whose notification is no more there, or has lost its
   * callback with what was personal in it, is done.
   */
  private static final String TAKE = """
      with recursive head as (
        (select notification_id, id from status_event where done_at is null order by notification_id, id limit 1)
        union all
        select n.* from head, lateral (select e.notification_id, e.id from status_event e
          where e.done_at is null and e.notification_id > head.notification_id order by e.notification_id, e.id limit 1) n),
      due as (
        select e.id, nullif(n.callback, '') as callback from head join status_event e on e.id = head.id left join notification n on n.id = e.notification_id
        where e.promised_at is null and e.done_at is null
        order by e.id limit :most for update of e skip locked),
      taken as (
        update status_event e set promised_at = now(), done_at = case when due.callback is null then now() end from due where e.id = due.id returning e.*)
      select t.id, t.notification_id, t.state, t.reason, t.at, n.api, n.client, n.key, n.callback, n.metadata::text as metadata, d.channel, d.recipient, d.attempts,
        coalesce(a.provider, d.provider) as provider, a.provider_id
      from taken t join notification n on n.id = t.notification_id join delivery d on d.id = t.delivery_id
      left join lateral (select provider, provider_id from delivery_attempt where delivery_id = d.id order by number desc limit 1) a on true
      where n.callback <> '' order by t.id""";

  private final Database database;

  public StatusEventTable(Database database) {
    this.database = database;
  }

  @Override
  public List<StatusEvent> take(int most) {
    return database.sql().sql(TAKE).param("most", most).query((row, n) -> new StatusEvent(row.getLong("id"), row.getLong("notification_id"), row.getString("api"),
        row.getString("client"), row.getString("key"), row.getString("callback"), row.getString("metadata"), row.getString("channel"), row.getString("recipient"),
        row.getString("state"), row.getString("reason"), row.getString("provider"), row.getString("provider_id"), row.getInt("attempts"),
        row.getTimestamp("at").toInstant())).list();
  }
}
