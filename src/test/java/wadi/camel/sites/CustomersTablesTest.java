package wadi.camel.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import wadi.domain.sites.SiteMessage;
import wadi.platform.Settings;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.SiteMessageTable;
import wadi.platform.postgres.TestDatabase;

/** The statement that stores checks, as it is shipped, on tables of the original site monitor that were there before. */
@Timeout(60)
class CustomersTablesTest {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Map<String, Object> UP = Map.of("site_id", 7, "status_code", 200, "response_time", 0.25, "has_regexp", true, "created", "2026-03-01 10:00:00.123456",
      "modified", "2026-03-01 10:00:00.623456", "comments", "");
  private static final Map<String, Object> DOWN = Map.of("data", Map.of("site_id", 7, "modified", "", "comments", "Request Exception: timeout"));

  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir Path home;

  @Test
  void tables_without_keys_and_with_time_zones_are_used_as_they_are() throws Exception {
    try (Database customers = after("""
        create table sites (id int, url varchar(200), regexp varchar(200));
        insert into sites values (7, 'https://shop.example.com/', 'x'), (7, 'https://shop.example.com/', 'x');
        create table site_monitor (site_id bigint, status_code smallint, response_time numeric(8,3), record_date timestamptz, has_regexp boolean,
          comments varchar(500), inserted_date timestamptz, their_own text default 'theirs')""")) {
      store(customers, UP, DOWN);
      List<Map<String, Object>> rows = customers.sql().sql("""
          select site_id, status_code, response_time::text, record_date at time zone 'UTC' as record_date, has_regexp, comments, inserted_date is not null as inserted, their_own
          from site_monitor order by record_date""").query().listOfRows();
      assertThat(rows.get(0)).containsEntry("site_id", 7L).containsEntry("status_code", 200).containsEntry("response_time", "0.250").containsEntry("has_regexp", true)
          .containsEntry("comments", null).containsEntry("inserted", true).containsEntry("their_own", "theirs");
      assertThat(rows.get(0).get("record_date").toString()).as("ten o'clock in Helsinki").isEqualTo("2026-03-01 08:00:00.623456");
      assertThat(rows.get(1)).containsEntry("status_code", null).containsEntry("record_date", null).containsEntry("comments", "Request Exception: timeout");
      assertThat(customers.sql().sql("select count(*) from information_schema.columns where table_name = 'site_monitor'").query(Long.class).single()).isEqualTo(8);
    }
  }

  @Test
  void times_in_columns_of_text_or_without_a_zone_stay_as_the_producer_wrote_them() throws Exception {
    for (String type : List.of("varchar(40)", "timestamp")) {
      try (Database customers = after("""
          create table site_monitor (site_id int, status_code int, response_time float8, record_date %s, has_regexp bool, comments text, inserted_date timestamp)""".formatted(type))) {
        store(customers, UP);
        assertThat(customers.sql().sql("select record_date::text from site_monitor").query(String.class).single()).isEqualTo("2026-03-01 10:00:00.623456");
      }
    }
  }

  @Test
  void our_own_tables_take_the_same() throws Exception {
    try (Database ours = after("null")) {
      store(ours, UP, DOWN);
      assertThat(ours.sql().sql("select count(*) from site_monitor where inserted_date is not null").query(Long.class).single()).isEqualTo(2);
    }
  }

  @Test
  void what_is_stored_goes_with_the_transaction_it_is_in() throws Exception {
    try (Database ours = after("null")) {
      assertThatThrownBy(() -> ours.inTransaction(() -> {
        store(ours, UP);
        throw new IllegalStateException("no");
      })).hasMessage("no");
      assertThat(ours.sql().sql("select count(*) from site_monitor").query(Long.class).single()).isZero();
      assertThat(ours.sql().sql("select count(*) from site_message").query(Long.class).single()).isZero();
    }
  }

  @Test
  void a_check_that_comes_again_is_known_by_what_it_says_whoever_has_wrapped_it() throws Exception {
    try (Database ours = after("null")) {
      store(ours, UP, UP, Map.of("data", UP), Map.of("site_id", 8, "status_code", 200, "modified", UP.get("modified"), "created", UP.get("created")), DOWN, DOWN);
      assertThat(ours.sql().sql("select count(*) from site_monitor").query(Long.class).single()).isEqualTo(3);
    }
  }

  private Database after(String tables) {
    String name = "customer" + DATABASES.incrementAndGet();
    database.jdbc().sql("create database " + name).update();
    String url = database.server().url().replaceFirst("/postgres(?=\\?|$)", "/" + name);
    JdbcClient.create(new DriverManagerDataSource(url, database.server().user(), database.server().password())).sql("do $$ begin %s; end $$".formatted(tables)).update();
    return Database.connect(url, database.server().user(), database.server().password(), 2);
  }

  @SafeVarargs
  private void store(Database target, Map<String, Object>... messages) {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Files.writeString(home.resolve("application.properties"), "sites.source-zone=Europe/Helsinki\nretention.site-monitor=\n");
      SqlComponent sql = new SqlComponent();
      sql.setDataSource(target.dataSource());
      camel.addComponent("sql", sql);
      camel.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:store").to("sql:file:" + Path.of("routes/sites/store-site-check.sql").toAbsolutePath());
        }
      });
      camel.start();
      SiteMessageIntake intake = new SiteMessageIntake(new SiteMessageTable(target), Settings.load(home, name -> null), Clock.systemUTC(), new ObjectMapper());
      for (Map<String, Object> message : messages) {
        SiteMessage check = intake.read(message);
        if (intake.isNew(check)) {
          camel.createProducerTemplate().sendBody("direct:store", intake.row(check));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
