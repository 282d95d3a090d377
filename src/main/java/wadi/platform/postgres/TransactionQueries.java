package wadi.platform.postgres;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.domain.fraud.Decision;
import wadi.domain.intake.TransactionStatus;

/** What is known of a transaction, as JSON. */
public final class TransactionQueries {
  private static final String STATUS = Stream.of(TransactionStatus.values())
      .map(status -> "when %d then '%s'".formatted(status.code(), status.name())).collect(Collectors.joining(" ", "case t.status ", " end"));

  /** The masked number is in the message, where payments have it: {@code 411111******1111}. */
  private static final String ONE = """
      select t.id, json_build_object('transactionID', t.id, 'receivedAt', iso_time(t.received_at), 'transport', t.transport,
          'status', json_build_object('code', t.status, 'status', %s, 'fraudStatus', t.decision = '%s'),
          'verdict', json_build_object('fraudulent', t.decision = '%s', 'decision', t.decision, 'score', t.score, 'reasons', t.reasons,
              'shadowReasons', t.shadow_reasons, 'rules', t.rules, 'tookMicros', t.took_micros),
          'card', case when t.card_fingerprint is not null then json_build_object('masked', m.number,
              'bin', coalesce(t.card_bin, left(m.number, 6)), 'lastFour', right(m.number, 4), 'fingerprint', t.card_fingerprint) end,
          'message', t.body,
          'alerts', coalesce((select json_agg(json_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'raisedAt', iso_time(a.raised_at),
              'href', '/ops/alerts/' || a.id) order by a.id) from alert a where a.transaction_id = t.id), '[]')) as json
      from transaction t left join lateral (select substring(t.body#>>'{payment,card}' from '^\\d{6}\\*+\\d{4}$') as number) m on true
      where t.id = :id""".formatted(STATUS, Decision.HELD.word(), Decision.HELD.word());

  private final Database database;

  public TransactionQueries(Database database) {
    this.database = database;
  }

  /** Everything about one: its verdict, its card as far as it is kept, the masked message, the alerts it raised. */
  public Optional<Row> one(long id) {
    return database.sql().sql(ONE).param("id", id).query(Row::of).optional();
  }
}
