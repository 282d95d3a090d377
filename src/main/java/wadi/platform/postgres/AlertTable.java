package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import wadi.platform.ports.AlertJournal;

/** Every alert raised. */
public final class AlertTable implements AlertJournal {
  private final Database database;

  public AlertTable(Database database) {
    this.database = database;
  }

  @Override
  public void store(long id, Long transactionId, String kind, String severity, Instant raisedAt, String body) {
    database.sql().sql("""
        insert into alert (id, transaction_id, kind, severity, raised_at, body) values (?, ?, ?, ?, ?, ?::jsonb) on conflict (id) do nothing""")
        .params(id, transactionId, kind, severity, Timestamp.from(raisedAt), body).update();
  }
}
