package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** What is known of alerts, as JSON. */
public final class AlertQueries {
  private static final String LIST = """
      select a.id, json_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'raisedAt', iso_time(a.raised_at),
          'transaction', a.transaction_id, 'decision', a.body->'decision', 'score', a.body->'score',
          'foldedInto', a.folded_into, 'folded', a.folded, 'silencedBy', a.silenced_by,
          'site', case when a.kind = 'site' then a.body->>'site' end, 'event', case when a.kind = 'site' then a.body->>'event' end,
          'deliveries', (select coalesce(json_object_agg(s.status, s.n), '{}') from (
              select d.status, count(*) as n from delivery d where d.source = 'alert' and d.source_id = a.id::text group by d.status) s)) as json
      from alert a %s
      order by a.id desc limit :limit""";

  /** An alert that no relay has published yet has no deliveries; why is in {@code published}. */
  private static final String ONE = """
      select a.id, json_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'raisedAt', iso_time(a.raised_at),
          'foldedInto', a.folded_into, 'folded', a.folded,
          'silencedBy', a.silenced_by, 'silence', (select json_build_object('until', iso_time(coalesce(s.ended_at, s.until_at)), 'who', s.who, 'reason', s.reason)
              from silence s where s.id = a.silenced_by),
          'published', not exists (select from outbox o where o.published is null and o.topic = 'alerts'
              and o.item_value->>'alertId' = a.id::text),
          'verdict', case when a.body->'decision' is not null then json_build_object('decision', a.body->'decision',
              'score', a.body->'score', 'reasons', a.body->'reasons', 'shadowReasons', coalesce(a.body->'shadowReasons', '[]'),
              'rules', a.body->'rules', 'tookMicros', a.body->'tookMicros') end,
          'body', a.body,
          'transaction', (select json_build_object('id', t.id, 'receivedAt', iso_time(t.received_at), 'transport', t.transport,
              'status', t.status, 'decision', t.decision, 'body', t.body) from transaction t where t.id = a.transaction_id),
          'deliveries', coalesce((select json_agg(%s order by d.id) from delivery d
              where d.source = 'alert' and d.source_id = a.id::text), '[]')) as json
      from alert a where a.id = :id""".formatted(DeliveryQueries.JSON);

  private final Database database;

  /** What to list; each may be null. */
  public record Wanted(String severity, Instant since, Long transaction, Long silence, Long before) {}

  public AlertQueries(Database database) {
    this.database = database;
  }

  /** The newest first. */
  public Page<Row> list(Wanted wanted, int limit) {
    Filter filter = new Filter().and("a.severity = :severity", "severity", wanted.severity())
        .and("a.raised_at >= :since", "since", wanted.since() == null ? null : Timestamp.from(wanted.since()))
        .and("a.transaction_id = :transaction", "transaction", wanted.transaction())
        .and("a.silenced_by = :silence", "silence", wanted.silence())
        .and("a.id < :before", "before", wanted.before());
    return Page.of(database.sql().sql(LIST.formatted(filter.where())).params(filter.values()).param("limit", limit + 1)
        .query(Row::of).list(), limit, row -> Long.toString(row.id()));
  }

  /** Everything about one: its verdict, its transaction, its deliveries with each attempt. */
  public Optional<Row> one(long id) {
    return database.sql().sql(ONE).param("id", id).query(Row::of).optional();
  }
}
