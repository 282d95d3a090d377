package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;

/** Every alert raised. */
public final class AlertTable {
  private final Database database;

  public AlertTable(Database database) {
    this.database = database;
  }

  /**
   * @param transactionId what it is about, or null
   * @param body the alert as JSON
   */
  public void store(long id, Long transactionId, String kind, String severity, Instant raisedAt, String body) {
    database.sql().sql("""
        insert into alert (id, transaction_id, kind, severity, raised_at, body) values (?, ?, ?, ?, ?, ?::jsonb)""")
        .params(id, transactionId, kind, severity, Timestamp.from(raisedAt), body).update();
  }
}
