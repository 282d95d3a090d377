package wadi.platform.postgres;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as other parts of Wadi write them, for tests of what people see and do about them. */
public final class Rows {
  private final JdbcClient sql;

  public Rows(JdbcClient sql) {
    this.sql = sql;
  }

  public void transaction(long id) {
    sql.sql("""
        insert into transaction (id, received_at, transport, status, decision, score, reasons, rules, body)
        values (?, '2026-11-20T11:59:59.5Z', 'http', 15, 'held', 100, '[]', 'v7', '{"payment": {"card": "411111******1111"}}')""").param(id).update();
  }

  public void alert(long id, Long transaction, String severity, String raisedAt) {
    sql.sql("""
        insert into alert (id, transaction_id, kind, severity, raised_at, body) values (:id, :transaction, 'fraud', :severity, :raised::timestamptz,
          '{"alertId": 1, "decision": "held", "score": 150, "reasons": [{"code": "LARGE_AMOUNT", "text": "large"}], "rules": "v7"}')""")
        .param("id", id).param("transaction", transaction).param("severity", severity).param("raised", raisedAt).update();
  }

  /** Of an alert, promised at noon of 2026-11-20, modified now. */
  public void delivery(long id, long alert, String channel, String recipient, String status, int attempts) {
    sql.sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, attempts, paid, payload, route, last_error, created_at)
        values (:id, 'alert', :alert, :channel, :recipient, 150, :id, :status, :attempts, true, '{}', 'receive > route > deliver',
          case when :status = 'parked' then 'refused: 550' end, '2026-11-20T12:00:00Z')""")
        .param("id", id).param("alert", Long.toString(alert)).param("channel", channel).param("recipient", recipient).param("status", status)
        .param("attempts", attempts).update();
  }

  public void attempt(long delivery, int number, String outcome, String reason) {
    sql.sql("""
        insert into delivery_attempt (delivery_id, number, began_at, ended_at, provider, outcome, reason, provider_id)
        values (?, ?, '2026-11-20T12:00:01Z', '2026-11-20T12:00:02Z', 'smtp', ?, ?, 'p-1')""").params(delivery, number, outcome, reason).update();
  }

  /** Without an original. */
  public long deadLetter(String route, String reason) {
    return sql.sql("insert into dead_letter (source, from_route, reason, preview) values ('accept', ?, ?, '{\"a\": 1}') returning id")
        .params(route, reason).query(Long.class).single();
  }

  /** Says when something was parked: so long before now. */
  public void parkedAgo(String table, long id, String interval) {
    sql.sql("update %s set %s = now() - ?::interval where id = ?".formatted(table, table.equals("delivery") ? "modified_at" : "parked_at"))
        .params(interval, id).update();
  }
}
