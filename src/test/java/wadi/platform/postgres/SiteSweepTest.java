package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.Settings;

@Timeout(60)
class SiteSweepTest {
  private static final int CHECKS = 12_000;

  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir Path home;

  @Test
  void old_checks_become_a_summary_for_each_day_exactly_while_several_processes_sweep() throws Exception {
    database.jdbc().sql("""
        insert into site_check (id, site_id, at, checked_by, outcome, total_seconds)
        select n, n % 3 + 1, date_trunc('day', now()) - interval '40 days' + n * interval '10 seconds', 'a', (array['up', 'degraded', 'failed', 'down'])[n % 4 + 1], n % 7
        from generate_series(0, ?) n""").param(CHECKS - 1).update();
    database.jdbc().sql("insert into site_check (id, site_id, at, checked_by, outcome, total_seconds) values (-1, 1, now() - interval '29 days', 'a', 'up', 1)").update();
    Settings settings = settings("");
    List<Thread> sweeps = IntStream.range(0, 3).mapToObj(n -> new Thread(() -> {
      SiteSweep sweep = new SiteSweep(database.database(), settings);
      while (sweep.next()) {
        // more
      }
    })).toList();
    sweeps.forEach(Thread::start);
    for (Thread sweep : sweeps) {
      sweep.join();
    }
    while (new SiteSweep(database.database(), settings).next()) {
      // what the others held
    }
    assertThat(database.count("select count(*) from site_check")).isEqualTo(1);
    assertThat(database.count("select sum(checks) from site_day")).isEqualTo(CHECKS);
    assertThat(database.count("select sum(up) from site_day")).isEqualTo(CHECKS / 2);
    assertThat(database.count("select sum(degraded) from site_day")).isEqualTo(CHECKS / 4);
    assertThat(database.count("select sum(failed + down) from site_day")).isEqualTo(CHECKS / 2);
    assertThat(database.count("select sum(total_seconds)::bigint from site_day")).isEqualTo(IntStream.range(0, CHECKS).mapToLong(n -> n % 7).sum());
    assertThat(database.count("select max(slowest)::bigint from site_day")).isEqualTo(6);
  }

  @Test
  void an_incident_of_a_site_that_is_no_longer_watched_ends() {
    database.jdbc().sql("insert into sites (id, name, url, enabled) values (91, 'on', 'https://on.example', true), (92, 'off', 'https://off.example', false)").update();
    database.jdbc().sql("""
        insert into site_incident (id, site_id, track, kind, severity, began_at, opened_at, checks)
        select n, nullif(n, 90), 'availability', 'down', 'critical', now(), now(), 1 from generate_series(90, 93) n""").update();
    new SiteSweep(database.database(), settings("")).next();
    assertThat(database.jdbc().sql("select id from site_incident where ended_at is null order by id").query(Long.class).list()).containsExactly(90L, 91L);
  }

  @Test
  void a_customers_table_is_left_alone_unless_a_retention_is_set() {
    database.jdbc().sql("insert into site_monitor (site_id, record_date) values (1, now() - interval '10 days'), (2, now() - interval '1 day')").update();
    database.jdbc().sql("insert into site_message values (now() - interval '10 days', 1, 1), (now() - interval '1 day', 2, 2), ('infinity', 3, 3)").update();
    new SiteSweep(database.database(), settings("")).next();
    assertThat(database.count("select count(*) from site_monitor")).isEqualTo(2);
    assertThat(database.count("select count(*) from site_message")).isEqualTo(3);
    new SiteSweep(database.database(), settings("7d")).next();
    assertThat(database.count("select site_id from site_monitor")).isEqualTo(2);
    assertThat(database.jdbc().sql("select site_id from site_message order by 1").query(Integer.class).list()).containsExactly(2, 3);
  }

  private Settings settings(String monitor) {
    try {
      Files.writeString(home.resolve("application.properties"), "retention.site-checks=30d\nretention.site-monitor=" + monitor + "\n");
      return Settings.load(home, name -> null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
