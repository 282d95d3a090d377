package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.StartupException;

@Timeout(60)
class DatabaseTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private HikariDataSource pool;
  private String url;

  @BeforeEach
  void its_own_schema() {
    pool = (HikariDataSource) database.dataSource();
    database.jdbc().sql("create schema apart").update();
    url = pool.getJdbcUrl() + "?currentSchema=apart";
  }

  @AfterEach
  void drop() {
    database.jdbc().sql("drop schema apart cascade").update();
  }

  @Test
  void makes_the_schema_and_finds_it_again() {
    for (int start = 0; start < 2; start++) {
      try (Database opened = connect(url, pool.getPassword())) {
        assertThat(opened.sql().sql("select count(*) from id_lease").query(Long.class).single()).isEqualTo(32);
        assertThat(opened.isUp()).isTrue();
      }
    }
  }

  @Test
  void refuses_a_wrong_password_and_says_whose() {
    assertThatThrownBy(() -> connect(url, "not the password")).isInstanceOf(StartupException.class)
        .hasMessageContaining("database.url").hasMessageContaining("as " + pool.getUsername()).hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("not the password");
  }

  @Test
  void names_the_database_that_cannot_be_reached() throws Exception {
    int port = freePort();
    String nowhere = "jdbc:postgresql://127.0.0.1:" + port + "/wadi";
    assertThatThrownBy(() -> connect(nowhere, "x")).isInstanceOf(StartupException.class)
        .hasMessageContaining(nowhere).hasMessageContaining("database.url").hasMessageContaining("refused");
  }

  @Test
  void names_a_host_that_does_not_exist() {
    assertThatThrownBy(() -> connect("jdbc:postgresql://database.invalid:5432/wadi", "x")).isInstanceOf(StartupException.class)
        .hasMessageContaining("database.invalid").hasMessageContaining("database.url");
  }

  @Test
  void names_an_address_that_is_none() {
    assertThatThrownBy(() -> connect("postgres://127.0.0.1/wadi", "x")).isInstanceOf(StartupException.class)
        .hasMessageContaining("postgres://127.0.0.1/wadi").hasMessageContaining("database.url");
  }

  @Test
  void keeps_a_password_in_the_address_to_itself() throws Exception {
    String nowhere = "jdbc:postgresql://127.0.0.1:" + freePort() + "/wadi?password=s3cret&ssl=false";
    assertThatThrownBy(() -> connect(nowhere, "x")).isInstanceOf(StartupException.class)
        .hasMessageContaining("/wadi").hasMessageNotContaining("s3cret");
  }

  @Test
  void refuses_a_schema_that_a_newer_wadi_made() {
    connect(url, pool.getPassword()).close();
    database.jdbc().sql("""
        insert into apart.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (1000, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 1, 'x', 1, true)""").update();
    assertThatThrownBy(() -> connect(url, pool.getPassword())).isInstanceOf(StartupException.class)
        .hasMessageContaining("schema").hasMessageContaining("999").hasMessageContaining("newer");
    assertNoConnectionIsLeft();
  }

  @Test
  void refuses_a_schema_that_was_edited() {
    connect(url, pool.getPassword()).close();
    database.jdbc().sql("update apart.flyway_schema_history set checksum = 1 where version = '1'").update();
    assertThatThrownBy(() -> connect(url, pool.getPassword())).isInstanceOf(StartupException.class)
        .hasMessageContaining("The schema of the database").hasMessageContaining("checksum");
    assertNoConnectionIsLeft();
  }

  @Test
  void runs_work_in_one_transaction_with_the_work_around_it() {
    database.database().inTransaction(() -> {
      database.jdbc().sql("insert into seen_message (source, identity) values ('a', '1')").update();
      database.database().inTransaction(() -> assertThat(database.count("select count(*) from seen_message")).isEqualTo(1));
    });
    assertThat(database.count("select count(*) from seen_message")).isEqualTo(1);
  }

  @Test
  void is_not_up_when_it_is_closed() {
    Database opened = connect(url, pool.getPassword());
    opened.close();
    assertThat(opened.isUp()).isFalse();
  }

  private Database connect(String address, String password) {
    return Database.connect(address, pool.getUsername(), password, 3, AT_ONCE);
  }

  /** But for those of the test itself. */
  private void assertNoConnectionIsLeft() {
    await().until(() -> database.count("select count(*) from pg_stat_activity where application_name = 'wadi'")
        <= pool.getHikariPoolMXBean().getTotalConnections());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
