package wadi.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.postgresql.Driver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The one PostgreSQL: its pool, its schema and its transactions. */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final JdbcClient sql;
  private final JdbcTransactionManager transactions;
  private final TransactionTemplate inTransaction;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.sql = JdbcClient.create(pool);
    this.transactions = new JdbcTransactionManager(pool);
    this.inTransaction = new TransactionTemplate(transactions);
  }

  /** Connects to the database inside, or to the one that {@code database.url} names. */
  public static Database connect(Settings settings, Optional<EmbeddedPostgres> embedded) {
    int pool = settings.number("database.pool-size", 2, 1_000);
    return embedded.map(inside -> connect(inside.url(), inside.user(), inside.password(), pool))
        .orElseGet(() -> connect(settings.text("database.url"), settings.text("database.user"),
            settings.optional("database.password").orElse(""), pool));
  }

  /** Connects, waiting up to 10 seconds for a database that is just starting, and brings the schema up to date. */
  public static Database connect(String url, String user, String password, int poolSize) {
    return connect(url, user, password, poolSize, Duration.ofSeconds(10));
  }

  static Database connect(String url, String user, String password, int poolSize, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(poolSize);
    config.setConnectionTimeout(2_500); // a client is refused after this time when the database is away
    config.setInitializationFailTimeout(patience.toMillis());
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("ApplicationName", "wadi");
    config.addDataSourceProperty("logServerErrorDetail", "false"); // it would quote rows
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "10"); // and after this one when it went away in the middle
    String name = url.replaceFirst("\\?.*", ""); // the rest may hold a password
    try {
      Database database = new Database(new HikariDataSource(config));
      try {
        database.migrate(name, new SimpleDriverDataSource(new Driver(), url, user, password));
        return database;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (StartupException e) {
      throw e;
    } catch (FlywayException e) {
      throw new StartupException("The schema of the database %s cannot be brought up to date: %s".formatted(name, e.getMessage()), e);
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartupException(
          "The database %s (property database.url) cannot be reached as %s: %s".formatted(name, user, cause.getMessage()), e);
    }
  }

  /**
   * Flyway by itself would go on with a schema it does not know.
   *
   * @param patient connections that may take their time: on large tables a migration needs more than a request may
   */
  private void migrate(String name, DataSource patient) {
    Flyway flyway = flyway(pool);
    for (MigrationInfo migration : flyway.info().applied()) {
      if (migration.getState() == MigrationState.FUTURE_SUCCESS || migration.getState() == MigrationState.FUTURE_FAILED) {
        throw new StartupException("The schema of the database %s is newer than this Wadi: it has version %s. Start the Wadi that made it."
            .formatted(name, migration.getVersion()));
      }
    }
    (flyway.info().pending().length == 0 ? flyway : flyway(patient)).migrate();
  }

  /**
   * Gives an empty database the schema it had after one migration, and no newer one: for rows that are of then.
   *
   * @throws StartupException when this Wadi does not know that migration
   */
  public static void prepare(EmbeddedPostgres.Address empty, String version) {
    Flyway flyway = Flyway.configure().dataSource(new SimpleDriverDataSource(new Driver(), empty.url(), empty.user(), empty.password()))
        .locations("classpath:db/migration").target(version).load();
    if (Stream.of(flyway.info().all()).noneMatch(migration -> migration.getVersion() != null && migration.getVersion().getVersion().equals(version))) {
      throw new StartupException("The rows are of schema version %s, which this Wadi does not know: take the Wadi that wrote them, or a newer one.".formatted(version));
    }
    flyway.migrate();
  }

  private static Flyway flyway(DataSource source) {
    // The database may be one that already has tables of a service that Wadi replaces.
    return Flyway.configure().dataSource(source).baselineOnMigrate(true).baselineVersion("0").locations("classpath:db/migration").failOnMissingLocations(true).load();
  }

  /** Statements; inside a transaction of this thread they belong to it. */
  public JdbcClient sql() {
    return sql;
  }

  /** From now on the pool is measured. */
  public void measure(MetricsTrackerFactory meters) {
    pool.setMetricsTrackerFactory(meters);
  }

  public DataSource dataSource() {
    return pool;
  }

  public JdbcTransactionManager transactions() {
    return transactions;
  }

  /** Runs the work in a transaction of its own, or in the one this thread has. */
  public void inTransaction(Runnable work) {
    inTransaction.executeWithoutResult(status -> work.run());
  }

  /** Whether the database answers now. */
  public boolean isUp() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
