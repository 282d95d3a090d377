package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wadi.platform.ports.AlertStorms;

/** One row for each card and kind that alerts were lately raised about; docs/decisions/0025. */
public final class AlertStormTable implements AlertStorms {
  private static final String DUE = """
      update alert_storm s set tries = s.tries + 1, try_at = :now::timestamptz + least(interval '30 seconds' * power(2, least(s.tries, 10)), interval '1 hour')
      from (select card, kind from alert_storm where try_at <= :now order by try_at limit 100 for update skip locked) due
      where s.card = due.card and s.kind = due.kind
      returning s.card, s.kind""";

  private static final String HOLD = "select folded from alert_storm where card = :card and kind = :kind and folded > 0 and until <= :now for update";

  /** Of a row that is held. An alert that is no more there (retention.alerts) leaves its number and severity. */
  private static final String END = """
      with over as (
        select s.*, a.transaction_id, coalesce(a.body, '{}') as body from alert_storm s left join alert a on a.id = s.worst_alert
        where s.card = :card and s.kind = :kind),
      summary as (
        insert into alert (id, transaction_id, kind, severity, raised_at, folded, body)
        select :id::bigint, over.transaction_id, over.kind, over.worst_severity, :now::timestamptz, over.folded,
          over.body || jsonb_build_object('alertId', :id::bigint, 'kind', over.kind, 'severity', over.worst_severity, 'raisedAt', iso_time(:now::timestamptz))
        from over returning body),
      anew as (
        update alert_storm s set alert_id = :id::bigint, severity = over.worst_severity, sent_at = :now::timestamptz, until = :now::timestamptz + :for::bigint * interval '1 millisecond',
          folded = 0, worst_alert = null, worst_severity = null, try_at = null, tries = 0
        from over where s.card = over.card and s.kind = over.kind)
      select summary.body::text as body, over.folded, over.sent_at from over, summary""";

  private final Database database;

  public AlertStormTable(Database database) {
    this.database = database;
  }

  @Override
  public Folding fold(Storm storm, String severity, long alertId, Instant now, Duration repeatAfter) {
    return database.sql().sql("select * from fold_alert(?, ?, ?, ?, ?, ? * interval '1 millisecond')")
        .params(storm.card(), storm.kind(), severity, alertId, Timestamp.from(now), repeatAfter.toMillis())
        .query((row, n) -> new Folding(row.getObject("folded_into", Long.class), row.getInt("folded"), row.getTimestamp("since").toInstant())).single();
  }

  @Override
  public List<Storm> due(Instant now) {
    return database.sql().sql(DUE).param("now", Timestamp.from(now)).query((row, n) -> new Storm(row.getString("card"), row.getString("kind"))).list();
  }

  @Override
  public Optional<Summary> end(Storm storm, long alertId, Instant now, Duration repeatAfter) {
    Timestamp at = Timestamp.from(now);
    if (database.sql().sql(HOLD).param("card", storm.card()).param("kind", storm.kind()).param("now", at).query().listOfRows().isEmpty()) {
      return Optional.empty();
    }
    return database.sql().sql(END).param("card", storm.card()).param("kind", storm.kind()).param("id", alertId)
        .param("now", at).param("for", repeatAfter.toMillis())
        .query((row, n) -> new Summary(row.getString("body"), row.getInt("folded"), row.getTimestamp("sent_at").toInstant())).optional();
  }
}
