package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wadi.platform.ports.JournalEntry;
import wadi.platform.ports.ReservationLost;
import wadi.platform.ports.TransactionJournal;

/** The journal of answered transactions. */
public final class TransactionTable implements TransactionJournal, AutoCloseable {
  private static final String INSERT = """
      insert into transaction (id, received_at, transport, status, decision, score, reasons, shadow_reasons, rules, took_micros,
        card_fingerprint, card_bin, body)
      values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?::jsonb)
      on conflict (id) do update set status = excluded.status""";

  private static final String ANSWER_KEY = "update idempotency_key set transaction_id = ? where key = ? and holder = ?";

  private final JdbcTemplate jdbc;
  private final GroupCommit<JournalEntry> journal;

  public TransactionTable(Database database) {
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.journal = new GroupCommit<>("transaction-journal", database, this::insert);
  }

  @Override
  public void store(JournalEntry row) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      insert(List.of(row));
    } else {
      journal.commit(row);
    }
  }

  private void insert(List<JournalEntry> rows) {
    jdbc.batchUpdate(INSERT, rows, rows.size(), (statement, row) -> {
      statement.setLong(1, row.id());
      statement.setTimestamp(2, Timestamp.from(row.receivedAt()));
      statement.setString(3, row.transport());
      statement.setInt(4, row.status());
      statement.setString(5, row.decision());
      statement.setInt(6, row.score());
      statement.setString(7, row.reasons());
      statement.setString(8, row.shadowReasons());
      statement.setString(9, row.rules());
      statement.setLong(10, row.tookMicros());
      statement.setString(11, row.cardFingerprint());
      statement.setString(12, row.cardBin());
      statement.setString(13, row.body());
    });
    answerKeys(rows.stream().filter(row -> row.reservation() != null).toList());
  }

  /** A key that was taken over belongs to the request that did: this one came too late, and rolls back. */
  private void answerKeys(List<JournalEntry> rows) {
    if (rows.isEmpty()) {
      return;
    }
    int[][] answered = jdbc.batchUpdate(ANSWER_KEY, rows, rows.size(), (statement, row) -> {
      statement.setLong(1, row.id());
      statement.setString(2, row.reservation().key());
      statement.setObject(3, row.reservation().holder());
    });
    if (Arrays.stream(answered).flatMapToInt(Arrays::stream).anyMatch(count -> count != 1)) {
      throw new ReservationLost();
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
