package wadi.platform.postgres;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** One real PostgreSQL with our schema for all tests of this JVM; its tables are empty before each test. */
public final class TestDatabase implements BeforeAllCallback, BeforeEachCallback {
  private Running running;

  public Database database() {
    return running.database;
  }

  public DataSource dataSource() {
    return running.database.dataSource();
  }

  /** How another process reaches it. */
  public EmbeddedPostgres server() {
    return running.postgres;
  }

  public JdbcClient jdbc() {
    return running.database.sql();
  }

  /** The same database, for somebody who cannot reach it. */
  public Database away() {
    Database away = Database.connect(running.postgres.url(), running.postgres.user(), running.postgres.password(), 2);
    away.close();
    return away;
  }

  /** The number in the first column of the first row. */
  public long count(String query, Object... parameters) {
    return jdbc().sql(query).params(parameters).query(Long.class).single();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running = Running.shared();
  }

  /** What a test left running may still write to the same tables in another order; the deadlock then ends one of the two. */
  @Override
  public void beforeEach(ExtensionContext context) {
    await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class).until(() -> {
      empty();
      return true;
    });
  }

  /**
   * As truncate would, but a small table, as nearly all are, is emptied without files being made anew: for all tables that took longer than
   * most tests. The locks are those of truncate too, and wait for whoever is still writing.
   */
  private void empty() {
    jdbc().sql("""
        do $$
        declare
          tables text[] := (select array_agg(quote_ident(tablename)) from pg_tables
            where schemaname = 'public' and tablename not in ('id_lease', 'flyway_schema_history'));
          one text;
        begin
          execute 'lock table ' || array_to_string(tables, ', ') || ' in access exclusive mode';
          foreach one in array tables loop
            if pg_relation_size(one) > 65536 then
              execute 'truncate ' || one || ' cascade';
            elsif pg_relation_size(one) > 0 then
              execute 'delete from ' || one;
            end if;
          end loop;
        end $$""").update();
  }

  private static final class Running {
    /** JUnit would end it with each class: with forks, each class is a run of its own. */
    private static Running shared;

    private final Path directory = directory();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"));
    private final Database database = Database.connect(postgres.url(), postgres.user(), postgres.password(), 16);

    static synchronized Running shared() {
      if (shared == null) {
        shared = new Running();
        Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "close the database of the tests"));
      }
      return shared;
    }

    private void close() {
      database.close();
      postgres.close();
      try {
        FileSystemUtils.deleteRecursively(directory);
      } catch (IOException e) {
        System.err.println(directory + " stays: " + e.getMessage());
      }
    }

    /** Not JUnit's: the server may run as another user, who must get through. */
    private static Path directory() {
      try {
        Path directory = Files.createTempDirectory("wadi-test");
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
