package wadi.platform.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.PGCopyOutputStream;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.EmbeddedPostgres;

/** The rows of a backup, put into an empty database in one transaction. */
final class Loading {
  /** What was published so shortly before that the broker may have held it still; receivers know what they have seen. */
  private static final String PUBLISH_AGAIN = "update outbox set published = null where published > ?::timestamptz - interval '1 hour'";

  private Loading() {}

  static void into(EmbeddedPostgres.Address database, BackupFile file, boolean brokerInside, Advance advance) throws IOException, SQLException {
    Manifest manifest = file.manifest();
    advance.expect(manifest.rows());
    Database.prepare(database, manifest.schema());
    try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password()); Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("set session_replication_role = replica"); // neither triggers nor foreign keys: the rows agree with each other already
      sql.execute("truncate " + manifest.tables().keySet().stream().map(Copied::named).collect(Collectors.joining(", "))); // what migrations put there
      for (Map.Entry<String, Manifest.Table> table : manifest.tables().entrySet()) {
        rows(connection, table.getKey(), table.getValue(), file, advance);
      }
      sequences(connection, manifest.sequences());
      if (brokerInside) {
        publishAgain(connection, manifest.takenAt());
      }
      connection.commit();
      connection.setAutoCommit(true);
      sql.execute("analyze");
    }
  }

  private static void rows(Connection connection, String name, Manifest.Table table, BackupFile file, Advance advance) throws SQLException, IOException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy %s from stdin".formatted(Copied.table(name, table.columns())));
    try (InputStream in = file.read(Manifest.tableEntry(name)); OutputStream out = new PGCopyOutputStream(copy)) {
      in.transferTo(new RowStream(out, advance));
    }
    if (copy.getHandledRowCount() != table.rows()) {
      throw new IOException("%s has %d rows, %d were written".formatted(name, copy.getHandledRowCount(), table.rows()));
    }
  }

  private static void sequences(Connection connection, Map<String, Long> sequences) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?)")) {
      for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
        set.setString(1, Copied.named(sequence.getKey()));
        set.setLong(2, sequence.getValue());
        set.execute();
      }
    }
  }

  private static void publishAgain(Connection connection, String takenAt) throws SQLException {
    try (PreparedStatement again = connection.prepareStatement(PUBLISH_AGAIN)) {
      again.setString(1, takenAt);
      again.executeUpdate();
    }
  }
}
