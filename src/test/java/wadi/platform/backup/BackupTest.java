package wadi.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import wadi.platform.ParkingKey;
import wadi.platform.ports.DeadLetter;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.EmbeddedPostgres;
import wadi.platform.postgres.Rows;
import wadi.platform.postgres.TestDatabase;

@Timeout(180)
class BackupTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final byte[] ORIGINAL = "{\"note\": \"a tab\\t, a line\\nend, \\\\N and ü\"}".getBytes(StandardCharsets.UTF_8);

  private Path folder;
  private Path file;
  private Path secrets;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createTempDirectory("wadi-backup");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    file = folder.resolve("wadi.zip");
    secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("card-key"), KEY);
    Files.writeString(secrets.resolve("instance"), "0a1b2c3d");
  }

  @AfterEach
  void remove() throws IOException {
    FileSystemUtils.deleteRecursively(folder);
  }

  @Test
  void an_empty_machine_has_the_same_rows_and_keys_afterwards_and_reads_parked_originals() throws Exception {
    Rows rows = new Rows(database.jdbc());
    rows.transaction(1);
    rows.alert(2, 1L, "high", "2026-11-20T12:00:00Z");
    rows.delivery(3, 2, "email", "a\tb\\N\n@example.com", "waiting", 0);
    rows.delivery(4, 2, "sms", "+4912345", "delivered", 1);
    rows.attempt(4, 1, "delivered", null);
    deadLetters(database.database()).park(new DeadLetter("accept", "receive", null, "poison", "preview", ORIGINAL));
    long letter = database.count("select max(id) from dead_letter");
    String before = all(database.jdbc());

    Backup.write(database.server().address(), secrets, file, new Advance());
    database.jdbc().sql("delete from delivery").update();
    Path data = folder.resolve("new");
    Restore.into(data, file, false, new Advance());

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(data.resolve("secrets/card-key"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(data.resolve("secrets/card-key")).hasContent(KEY);
    assertThat(data.resolve("restoring")).doesNotExist();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"));
        Database restored = Database.connect(postgres.url(), postgres.user(), postgres.password(), 2)) {
      assertThat(all(restored.sql())).isEqualTo(before);
      DeadLetterTable letters = deadLetters(restored);
      assertThat(letters.open(letters.hold(letter).orElseThrow())).hasValue(ORIGINAL);
      letters.park(new DeadLetter("accept", "receive", null, "poison", "the next number is free", ORIGINAL));
      assertThat(restored.sql().sql("select count(*) from id_lease").query(Long.class).single()).isEqualTo(32);
      assertThatThrownBy(() -> restored.sql().sql("insert into delivery_attempt (delivery_id, number, began_at, outcome) values (77, 1, now(), 'retry')").update())
          .as("foreign keys hold").hasMessageContaining("delivery");
    }
  }

  @Test
  void rows_that_belong_together_are_both_in_it_or_neither_while_others_write() throws Exception {
    Rows rows = new Rows(database.jdbc());
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
      for (long id = 1; !enough.get(); id++) {
        long next = id;
        database.database().inTransaction(() -> {
          rows.delivery(next, next, "email", "a@example.com", "waiting", 0);
          rows.alert(next, null, "high", "2026-11-20T12:00:00Z");
        });
      }
    });
    await().until(() -> database.count("select count(*) from alert") > 50);

    Backup.write(database.server().address(), secrets, file, new Advance());
    enough.set(true);
    writer.join();

    try (BackupFile written = BackupFile.open(file)) {
      long alerts = written.manifest().tables().get("alert").rows();
      assertThat(alerts).isGreaterThan(50).isEqualTo(written.manifest().tables().get("delivery").rows());
    }
  }

  @Test
  void a_data_directory_that_is_not_empty_is_left_alone() throws Exception {
    Backup.write(database.server().address(), secrets, file, new Advance());
    Path data = Files.createDirectory(folder.resolve("used"));
    Files.createDirectory(data.resolve("postgres"));

    assertThatThrownBy(() -> Restore.into(data, file, false, new Advance())).isInstanceOf(BackupFailed.class).hasMessageContaining("is not empty: it holds postgres");
    assertThat(names(data)).containsExactlyInAnyOrder("postgres", "wadi.lock");
  }

  @Test
  void a_damaged_file_restores_nothing() throws Exception {
    new Rows(database.jdbc()).transaction(1);
    Backup.write(database.server().address(), secrets, file, new Advance());
    Path data = folder.resolve("new");
    long length = Files.size(file);
    for (long place : new long[] {60, length / 2, length - 30}) {
      Path damaged = Files.copy(file, folder.resolve("damaged-" + place));
      try (RandomAccessFile bytes = new RandomAccessFile(damaged.toFile(), "rw")) {
        bytes.seek(place);
        int was = bytes.read();
        bytes.seek(place);
        bytes.write(was ^ 0x55);
      }
      assertThatThrownBy(() -> Restore.into(data, damaged, false, new Advance())).as("byte %d of %d", place, length).isInstanceOf(BackupFailed.class);
    }
    Path cut = folder.resolve("cut");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), (int) length - 100));
    assertThatThrownBy(() -> Restore.into(data, cut, false, new Advance())).isInstanceOf(BackupFailed.class).hasMessageContaining("damaged");
    assertThat(data).doesNotExist();
  }

  @Test
  void an_existing_file_is_not_overwritten() throws Exception {
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> Backup.write(database.server().address(), secrets, file, new Advance())).hasMessageContaining("is there already");
    assertThat(file).hasContent("mine");
    assertThat(names(folder)).containsExactlyInAnyOrder("wadi.zip", "secrets");
  }

  @Test
  void what_the_broker_inside_may_have_held_is_published_again() throws Exception {
    database.jdbc().sql("insert into outbox (topic, item_value, published) values ('old', '{}', now() - interval '2 hours'), ('new', '{}', now())").update();
    Backup.write(database.server().address(), secrets, file, new Advance());
    Path data = folder.resolve("new");
    Restore.into(data, file, true, new Advance());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"));
        Database restored = Database.connect(postgres.url(), postgres.user(), postgres.password(), 2)) {
      assertThat(restored.sql().sql("select topic from outbox where published is null").query(String.class).list()).containsExactly("new");
    }
  }

  private static DeadLetterTable deadLetters(Database of) {
    return new DeadLetterTable(of, new ParkingKey(List.of(HexFormat.of().parseHex(KEY))));
  }

  /** Every row of every table. */
  private static String all(JdbcClient sql) {
    List<String> tables = sql.sql("select tablename from pg_tables where schemaname = 'public' and tablename <> 'flyway_schema_history' order by 1").query(String.class).list();
    StringBuilder all = new StringBuilder();
    tables.forEach(table -> all.append(table).append(sql.sql("select coalesce(string_agg(r, ';' order by r), '') from (select t::text as r from " + table + " t) x")
        .query(String.class).single()).append('\n'));
    return all.toString();
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(found -> found.getFileName().toString()).toList();
    }
  }
}
