package wadi.platform.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import wadi.domain.notifications.Notification.Api;
import wadi.platform.ports.NotificationStates;

/** What is known of notifications, as JSON for their clients. */
public final class NotificationQueries implements NotificationStates {
  private static final String DELIVERIES = "from delivery d where d.source = 'notification' and d.source_id = n.id::text";

  /** Of the states {@code s} of all recipients; one whose deliveries have been swept away ended long ago, as what nobody remembers. */
  private static final String OVERALL = """
      case when bool_or(s in ('received', 'started')) then case when bool_and(s = 'received') then 'received' else 'started' end
          when bool_or(s = 'submitted') then 'submitted' when bool_and(s = 'delivered') then 'delivered'
          when bool_or(s = 'failed') then 'failed' when bool_or(s = 'cancelled') and not bool_or(s = 'expired') then 'cancelled' else 'expired' end""";

  /** A number without a row is a try whose end nobody wrote down: its process died, or it is under way. */
  private static final String ATTEMPTS = """
      (select coalesce(json_agg(json_build_object('number', i, 'began', iso_time(t.began_at), 'ended', iso_time(t.ended_at), 'provider', t.provider,
            'outcome', coalesce(t.outcome, case when d.status = 'leased' and i = d.attempts then 'under-way' else 'unknown' end),
            'reason', t.reason) order by i), '[]')
          from generate_series(1, d.attempts) i left join delivery_attempt t on t.delivery_id = d.id and t.number = i)""";

  private static final String RECIPIENT = """
      json_build_object('channel', d.channel, 'to', case when d.recipient <> 'blanked:' || d.id then d.recipient end, 'status', notification_state(d.status, d.attempts), 'reason', d.last_error,
          'changedAt', iso_time(d.modified_at), 'attempts', %s)""".formatted(ATTEMPTS);

  private static final String ONE = """
      select json_build_object('id', n.id::text, 'key', n.key, 'status', r.status, 'receivedAt', iso_time(n.created_at), 'metadata', n.metadata,
          'recipients', r.recipients)
      from notification n cross join lateral (
        select %s as status, coalesce(json_agg(recipient order by id), '[]') as recipients
        from (select d.id, notification_state(d.status, d.attempts) as s, %s as recipient %s) each) r
      where n.id = :id and n.client = :client""".formatted(OVERALL, RECIPIENT, DELIVERIES);

  private static final String FOUND = """
      select n.id, json_build_object('id', n.id::text, 'key', n.key, 'status', r.status, 'receivedAt', iso_time(n.created_at), 'metadata', n.metadata,
          'recipients', r.recipients) as json
      from (select * from notification where client = :client and id < :before order by id desc limit :scan) n cross join lateral (
        select %s as status, count(*) as recipients from (select notification_state(d.status, d.attempts) as s %s) each) r
      where :status::text is null or r.status = :status
      order by n.id desc limit :limit""".formatted(OVERALL, DELIVERIES);

  private static final String LAST_LOOKED_AT = """
      select min(id) from (select id from notification where client = :client and id < :before order by id desc limit :scan) looked_at having count(*) = :scan""";

  /** So many are looked at for one page of those with a certain status. */
  private static final int SCANNED = 2_000;

  private final Database database;

  public NotificationQueries(Database database) {
    this.database = database;
  }

  /** For a look at how the database finds what is asked for. */
  static List<String> plans() {
    return List.of(ONE, FOUND, LAST_LOOKED_AT);
  }

  @Override
  public Optional<First> first(String client, Api api, String key) {
    return database.sql().sql("select id, fingerprint from notification where client = ? and api = ? and key = ?").params(client, api.word(), key)
        .query((row, n) -> new First(row.getLong(1), row.getString(2), recipients(row.getLong(1)))).optional();
  }

  private List<Recipient> recipients(long id) {
    return database.sql().sql("select channel, coalesce(recipient, '') from delivery where source = 'notification' and source_id = ? order by id").param(Long.toString(id))
        .query((row, n) -> new Recipient(row.getString(1), row.getString(2))).list();
  }

  @Override
  public Optional<String> find(String client, long id) {
    return database.sql().sql(ONE).params(Map.of("client", client, "id", id)).query(String.class).optional();
  }

  @Override
  public Listing list(String client, Optional<String> status, long before, int limit) {
    int scan = status.isPresent() ? SCANNED : limit + 1;
    List<Row> rows = database.sql().sql(FOUND).param("client", client).param("before", before).param("status", status.orElse(null)).param("scan", scan)
        .param("limit", limit + 1).query(Row::of).list();
    Page<Row> page = Page.of(rows, limit, row -> Long.toString(row.id()));
    Optional<Long> next = Optional.ofNullable(page.next()).map(Long::valueOf).or(() -> status.flatMap(wanted -> lastLookedAt(client, before, scan)));
    return new Listing("[" + String.join(",", page.rows().stream().map(Row::json).toList()) + "]", next);
  }

  private Optional<Long> lastLookedAt(String client, long before, int scan) {
    return database.sql().sql(LAST_LOOKED_AT).params(Map.of("client", client, "before", before, "scan", scan)).query(Long.class).optional();
  }

  @Override
  public Optional<String> cancel(String client, long id) {
    database.sql().sql("""
        update delivery d set status = 'cancelled', modified_at = now() from notification n
        where n.id = :id and n.client = :client and d.source = 'notification' and d.source_id = n.id::text and d.status in ('waiting', 'delayed')""")
        .params(Map.of("client", client, "id", id)).update();
    return find(client, id);
  }
}
