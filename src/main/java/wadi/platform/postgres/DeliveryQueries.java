package wadi.platform.postgres;

import java.util.List;
import java.util.Optional;

/** What is known of deliveries, as JSON. */
public final class DeliveryQueries {
  /** A number without a row is a try whose end nobody wrote down: its process died, or it is under way. */
  private static final String ATTEMPTS = """
      (select coalesce(json_agg(json_build_object('number', n, 'began', iso_time(t.began_at), 'ended', iso_time(t.ended_at),
            'provider', t.provider,
            'outcome', coalesce(t.outcome, case when d.status = 'leased' and n = d.attempts then 'under-way' else 'unknown' end),
            'reason', t.reason, 'providerId', t.provider_id) order by n), '[]')
          from generate_series(1, d.attempts) n left join delivery_attempt t on t.delivery_id = d.id and t.number = n)""";

  private static final String CHANGES = """
      (select coalesce(json_agg(json_build_object('at', iso_time(c.at), 'actor', c.actor, 'action', c.action, 'reason', c.reason,
            'outcome', c.outcome) order by c.id), '[]') from audit c where c.target = 'delivery/' || d.id)""";

  private static final String HEAD = """
      'id', d.id, 'source', d.source, 'sourceId', d.source_id, 'channel', d.channel, 'recipient', d.recipient, 'urgency', d.urgency,
          'status', d.status, 'provider', d.provider, 'route', d.route, 'promisedAt', iso_time(d.created_at),
          'replayedAt', iso_time(d.replayed_at), 'notBefore', iso_time(d.not_before), 'expiresAt', iso_time(d.expires_at),
          'changedAt', iso_time(d.modified_at), 'lastError', d.last_error""";

  /** One delivery {@code d} with its attempts and what people did with it. */
  static final String JSON = "json_build_object(%s, 'attempts', %s, 'changes', %s)".formatted(HEAD, ATTEMPTS, CHANGES);

  private static final String ONE = "select d.id, %s as json from delivery d where d.id = :id".formatted(JSON);

  private static final String LIST =
      "select d.id, json_build_object(%s, 'attempts', d.attempts) as json from delivery d".formatted(HEAD)
      + " %s order by d.id desc limit :limit";

  /** Each of these has an index of its own; the finished ones are counted by the metrics. */
  private static final String BACKLOG = """
      select coalesce(json_agg(json_build_object('channel', channel, 'waiting', waiting, 'delayed', delayed, 'leased', leased,
          'submitted', submitted, 'parked', parked, 'oldestWaiting', iso_time(oldest)) order by channel), '[]') from (
        select channel, coalesce(sum(n) filter (where status = 'waiting'), 0) as waiting,
            coalesce(sum(n) filter (where status = 'delayed'), 0) as delayed, coalesce(sum(n) filter (where status = 'leased'), 0) as leased,
            coalesce(sum(n) filter (where status = 'submitted'), 0) as submitted,
            coalesce(sum(n) filter (where status = 'parked'), 0) as parked,
            min(oldest) as oldest from (
          select channel, 'waiting' as status, count(*) as n, min(created_at) as oldest from delivery where status = 'waiting' group by channel
          union all select channel, 'delayed', count(*), null from delivery where status = 'delayed' group by channel
          union all select channel, 'leased', count(*), null from delivery where status = 'leased' group by channel
          union all select channel, 'submitted', count(*), null from delivery where status = 'submitted' group by channel
          union all select channel, 'parked', count(*), null from delivery where status = 'parked' group by channel) counted
        group by channel) channels""";

  private final Database database;

  /**
   * What to list; each may be null.
   *
   * @param statuses one, or several divided by commas
   * @param route one it went through
   * @param error words that its last error contains, in any case
   */
  public record Wanted(String channel, String statuses, String recipient, Long alert, Long before, String provider, String route, String error) {
    /** By these alone. */
    public Wanted(String channel, String statuses, String recipient, Long alert, Long before) {
      this(channel, statuses, recipient, alert, before, null, null, null);
    }

    /** Those with smaller ids. */
    public Wanted before(Long id) {
      return new Wanted(channel, statuses, recipient, alert, id, provider, route, error);
    }

    Filter filter() {
      return new Filter().and("d.channel = :channel", "channel", channel)
          .and("d.status in (:statuses)", "statuses", statuses == null ? null : List.of(statuses.split(","))).and("d.recipient = :recipient", "recipient", recipient)
          .and("d.source = 'alert' and d.source_id = :alert", "alert", alert == null ? null : alert.toString())
          .and("d.provider = :provider", "provider", provider).and(":route = any (string_to_array(d.route, ' > '))", "route", route)
          .and("position(lower(:error) in lower(d.last_error)) > 0", "error", error).and("d.id < :before", "before", before);
    }
  }

  public DeliveryQueries(Database database) {
    this.database = database;
  }

  /** The newest first. */
  public Page<Row> list(Wanted wanted, int limit) {
    Filter filter = wanted.filter();
    return Page.of(database.sql().sql(LIST.formatted(filter.where())).params(filter.values()).param("limit", limit + 1)
        .query(Row::of).list(), limit, row -> Long.toString(row.id()));
  }

  public Optional<Row> one(long id) {
    return database.sql().sql(ONE).param("id", id).query(Row::of).optional();
  }

  /** A JSON array with one object for each channel where something is not finished or parked. */
  public String backlog() {
    return database.sql().sql(BACKLOG).query(String.class).single();
  }
}
