package wadi.platform.postgres;

import java.util.List;
import wadi.platform.ports.StatusEvents;

/** Events that a trigger has written with the change they tell of; docs/decisions/0030. */
public final class StatusEventTable implements StatusEvents {
  /**
   * Of each recipient only the first open event, and of each notification those of so many recipients: however many wait behind them cost nothing, and
   * nobody's server hears of all recipients at the same time. One whose notification is no more there, or has lost its callback with what was personal
   * in it, is done. The heads are found before they are joined with anything: otherwise the plan may ask for the heads of all for each event.
   */
  private static final int AT_THE_SAME_TIME = 20;
  private static final String TAKE = """
      with recursive message as (
        select min(notification_id) as id from status_event where promised_at is null and done_at is null
        union all
        select (select min(e.notification_id) from status_event e where e.promised_at is null and e.done_at is null and e.notification_id > message.id)
          from message where message.id is not null),
      head as materialized (
        select next.id from message
        cross join lateral (select count(*) as places from status_event t
          where t.notification_id = message.id and t.promised_at is not null and t.done_at is null) told
        cross join lateral (
          with recursive recipient as (
            (select e.delivery_id, e.id, 1 as number from status_event e where e.promised_at is null and e.done_at is null and e.notification_id = message.id
              order by e.delivery_id, e.id limit 1)
            union all
            select n.delivery_id, n.id, recipient.number + 1 from recipient, lateral (select e.delivery_id, e.id from status_event e
              where e.promised_at is null and e.done_at is null and e.notification_id = message.id and e.delivery_id > recipient.delivery_id
              order by e.delivery_id, e.id limit 1) n where recipient.number < 2 * :together)
          select recipient.id from recipient where not exists (select from status_event t where t.notification_id = message.id
            and t.delivery_id = recipient.delivery_id and t.promised_at is not null and t.done_at is null)
          order by recipient.id limit greatest(0, :together - told.places)) next
        order by next.id limit 2 * :most),
      due as (
        select e.id, nullif(n.callback, '') as callback from status_event e left join notification n on n.id = e.notification_id
        where e.id = any (array(select id from head)) and e.promised_at is null and e.done_at is null
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
    return database.sql().sql(TAKE).param("most", most).param("together", AT_THE_SAME_TIME).query((row, n) -> new StatusEvent(row.getLong("id"), row.getLong("notification_id"), row.getString("api"),
        row.getString("client"), row.getString("key"), row.getString("callback"), row.getString("metadata"), row.getString("channel"), row.getString("recipient"),
        row.getString("state"), row.getString("reason"), row.getString("provider"), row.getString("provider_id"), row.getInt("attempts"),
        row.getTimestamp("at").toInstant())).list();
  }
}
