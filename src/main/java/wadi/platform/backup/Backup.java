package wadi.platform.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import wadi.platform.Version;
import wadi.platform.postgres.EmbeddedPostgres;

/** Writes all rows as they are at one moment, and the secrets without which they cannot be read, while others go on writing. */
public final class Backup {
  private static final String TABLES = """
      select c.relname, array_agg(a.attname::text order by a.attnum), greatest(c.reltuples, 0)::bigint
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'flyway_schema_history'
        group by c.oid, c.relname, c.reltuples order by c.relname""";
  private static final String SCHEMA = "select version from flyway_schema_history where success and version is not null order by installed_rank desc limit 1";
  private static final String SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public' and last_value is not null";

  private final Connection connection;
  private final ZipOutputStream zip;
  private final Advance advance;

  private Backup(Connection connection, ZipOutputStream zip, Advance advance) {
    this.connection = connection;
    this.zip = zip;
    this.advance = advance;
  }

  /**
   * Writes the file; under its name it is complete, or not there. Its owner alone may read it.
   *
   * @param secrets the folder of the data directory
   * @return how many rows
   * @throws BackupFailed when the file exists, or cannot be written
   */
  public static long write(EmbeddedPostgres.Address database, Path secrets, Path file, Advance advance) {
    Path draft = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      long rows;
      try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
          ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(draft))) {
        rows = new Backup(connection, zip, advance).all(secrets);
      }
      try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(draft, file);
      return rows;
    } catch (FileAlreadyExistsException e) {
      throw new BackupFailed(file + " is there already: choose another name, or remove it.", e);
    } catch (IOException e) {
      throw new BackupFailed("%s cannot be written: %s.".formatted(file, e), e);
    } catch (SQLException e) {
      throw new BackupFailed("The database cannot be read: " + e.getMessage(), e);
    } finally {
      remove(draft);
    }
  }

  private static void remove(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // what has gone wrong is told already
    }
  }

  private long all(Path secrets) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement sql = connection.createStatement()) {
      // One moment for all tables: rows that belong together are both here, or neither is.
      sql.execute("set transaction isolation level repeatable read, read only");
      String takenAt = one(sql, "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
      String schema = one(sql, SCHEMA);
      SortedMap<String, Manifest.Table> tables = new TreeMap<>();
      for (Map.Entry<String, List<String>> table : columns(sql).entrySet()) {
        tables.put(table.getKey(), rows(table.getKey(), table.getValue()));
      }
      // Last, for sequences stand outside of transactions: none may be behind the rows.
      Manifest manifest = new Manifest(Manifest.FORMAT, Version.TEXT, schema, takenAt, tables, sequences(sql), secrets(secrets));
      entry(Manifest.NAME, manifest.json());
      return manifest.rows();
    }
  }

  private SortedMap<String, List<String>> columns(Statement sql) throws SQLException {
    SortedMap<String, List<String>> columns = new TreeMap<>();
    long expected = 0;
    try (ResultSet found = sql.executeQuery(TABLES)) {
      while (found.next()) {
        columns.put(found.getString(1), List.of((String[]) found.getArray(2).getArray()));
        expected += found.getLong(3);
      }
    }
    advance.expect(expected);
    return columns;
  }

  private Manifest.Table rows(String table, List<String> columns) throws SQLException, IOException {
    zip.putNextEntry(new ZipEntry(Manifest.tableEntry(table)));
    RowStream out = new RowStream(zip, advance);
    long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy %s to stdout".formatted(Copied.table(table, columns)), (OutputStream) out);
    zip.closeEntry();
    return new Manifest.Table(columns, rows, out.hash());
  }

  private static SortedMap<String, Long> sequences(Statement sql) throws SQLException {
    SortedMap<String, Long> sequences = new TreeMap<>();
    try (ResultSet found = sql.executeQuery(SEQUENCES)) {
      while (found.next()) {
        sequences.put(found.getString(1), found.getLong(2));
      }
    }
    return sequences;
  }

  private SortedMap<String, String> secrets(Path folder) throws IOException {
    SortedMap<String, String> secrets = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    for (Path file : files) {
      secrets.put(file.getFileName().toString(), entry(Manifest.secretEntry(file.getFileName().toString()), Files.readAllBytes(file)));
    }
    return secrets;
  }

  /** Returns its hash. */
  private String entry(String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    RowStream out = new RowStream(zip, new Advance());
    out.write(content);
    zip.closeEntry();
    return out.hash();
  }

  private static String one(Statement sql, String query) throws SQLException {
    try (ResultSet found = sql.executeQuery(query)) {
      found.next();
      return found.getString(1);
    }
  }
}
