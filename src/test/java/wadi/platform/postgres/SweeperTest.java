package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.Settings;

@Timeout(60)
class SweeperTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir Path home;

  @Test
  void forgets_what_is_older_than_its_retention_and_nothing_else() throws Exception {
    for (String age : List.of("59 minutes", "61 minutes")) {
      execute("""
          insert into transaction values ((random() * 1e9)::int, now() - interval '%1$s', 'http', 11, 'approved', 0, '[]', 'v1', null, '{}');
          insert into alert values ((random() * 1e9)::int, null, 'fraud', 'low', now() - interval '%1$s', '{}');
          insert into idempotency_key values ('%1$s', 'body', gen_random_uuid(), now(), null, now() - interval '%1$s');
          insert into seen_message values ('alerts', '%1$s', now() - interval '%1$s');
          insert into outbox (topic, item_key, item_value, published) values ('alerts', 'published', '{}', now() - interval '%1$s');
          insert into outbox (topic, item_key, item_value, created) values ('alerts', 'waiting', '{}', now() - interval '%1$s');
          insert into audit (at, actor, peer, action, target, outcome) values (now() - interval '%1$s', 'a', 'b', 'c', 'd', 'e');
          insert into dead_letter (source, reason, preview, parked_at) values ('x', 'y', 'z', now() - interval '%1$s')""".formatted(age));
      for (String status : List.of("waiting", "delayed", "leased", "submitted", "delivered", "parked", "expired", "cancelled")) {
        execute("""
            insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at, modified_at)
            values ((random() * 1e9)::int, 'alert', '%1$s', 'email', '%2$s', 5, 0, '%2$s', '{}', now() - interval '%1$s', now() - interval '%1$s')"""
            .formatted(age, status));
      }
    }
    sweep("1h");
    assertThat(count("transaction")).isEqualTo(1);
    assertThat(count("alert")).isEqualTo(1);
    assertThat(count("idempotency_key where key = '59 minutes'")).isEqualTo(1);
    assertThat(count("idempotency_key")).isEqualTo(1);
    assertThat(count("seen_message")).isEqualTo(1);
    assertThat(count("outbox where item_key = 'published'")).isEqualTo(1);
    assertThat(count("outbox where item_key = 'waiting'")).as("not published yet").isEqualTo(2);
    assertThat(count("dead_letter")).isEqualTo(1);
    assertThat(count("audit")).isEqualTo(1);
    assertThat(database.jdbc().sql("select status from delivery where source_id = '61 minutes' order by 1").query(String.class).list())
        .containsExactly("delayed", "leased", "submitted", "waiting");
    assertThat(count("delivery where source_id = '59 minutes'")).isEqualTo(8);
  }

  @Test
  void forgets_processes_that_are_gone_after_a_day_and_reloads_of_all_with_the_history() throws Exception {
    for (String age : List.of("23 hours", "25 hours")) {
      execute("""
          insert into process (instance, host, pid, management, version, roles, state, generation, hash, started_at, seen_at)
          values ('%1$s', 'a', 1, 'b:1', '1', 'all', 'up', 1, 'c', now(), now() - interval '%1$s');
          insert into fleet_reload (hash, actor, peer, state, asked_at, deadline) values ('%1$s', 'a', 'b', 'committed', now() - interval '%1$s', now());
          insert into fleet_reload_vote (reload, process, name, pid, state) select max(id), 1, 'a', 1, 'live' from fleet_reload""".formatted(age));
    }
    sweep("24h");
    assertThat(count("process where instance = '23 hours'")).isEqualTo(1);
    assertThat(count("process")).isEqualTo(1);
    assertThat(count("fleet_reload where hash = '23 hours'")).isEqualTo(1);
    assertThat(count("fleet_reload")).isEqualTo(1);
    assertThat(count("fleet_reload_vote")).isEqualTo(1);
  }

  @Test
  void forgets_more_than_one_batch() throws Exception {
    execute("insert into seen_message select 'alerts', n::text, now() - interval '2 hours' from generate_series(1, 12001) n");
    sweep("1h");
    assertThat(count("seen_message")).isZero();
  }

  @Test
  void keeps_the_credits_used_this_month_however_short_the_retention_is() throws Exception {
    execute("""
        insert into budget_window (budget, unit, starts, used) values ('email', 'days', now() - interval '24 hours', 300), ('email', 'hours', now() - interval '59 minutes', 12),
          ('email', 'days', now() - interval '32 days', 300), ('email', 'months', now() - interval '34 days', 300)""");
    sweep("1s");
    assertThat(count("budget_window")).isEqualTo(3);
  }

  @Test
  void forgets_old_generations_but_never_the_last_good_one_of_a_data_directory() throws Exception {
    generation("a", "1", "61 minutes", "live");
    generation("a", "2", "61 minutes", "live"); // what a start falls back on
    generation("a", "3", "61 minutes", "live"); // its files were live again, and replaced
    generation("a", "3", "61 minutes", "rolled-back");
    generation("a", "4", "61 minutes", "live");
    execute("delete from generation_files where hash = '4'");
    generation("a", "5", "61 minutes", "refused");
    generation("b", "1", "61 minutes", "live");
    generation("b", "5", "59 minutes", "refused");
    sweep("1h");
    assertThat(database.jdbc().sql("select instance || hash || outcome from generation order by id").query(String.class).list())
        .containsExactly("a2live", "b1live", "b5refused");
    assertThat(new GenerationTable(database.database(), "a").lastGood()).map(GenerationTable.Past::hash).contains("2");
    assertThat(new GenerationTable(database.database(), "b").lastGood()).map(GenerationTable.Past::hash).contains("1");
    assertThat(new GenerationTable(database.database(), "c").lastGood()).map(GenerationTable.Past::hash).contains("1");
  }

  @Test
  void forgets_files_that_no_generation_had_but_the_newest_twenty() throws Exception {
    generation("a", "old", "90 days", "live");
    generation("a", "fallback", "80 days", "live");
    generation("a", "lately", "1 minute", "live");
    execute("update generation_files set kept_at = now() - interval '90 days'");
    execute("insert into generation_files select 'n' || n, '', now() - n * interval '1 day' from generate_series(1, 25) n");
    sweep("1h");
    assertThat(database.jdbc().sql("select hash from generation_files order by kept_at desc").query(String.class).list())
        .hasSize(21).contains("n1", "n20", "lately").doesNotContain("n21", "old", "fallback");
  }

  @Test
  void forgets_mails_of_the_inbox_storms_that_are_over_and_seconds_of_budgets() throws Exception {
    execute("""
        insert into inbox_message (channel, recipient, subject, text_body, received_at) values ('email', 'old', '', '', now() - interval '61 minutes'),
          ('email', 'young', '', '', now() - interval '59 minutes');
        insert into alert_storm (card, kind, alert_id, severity, sent_at, until, folded) values ('over', 'fraud', 1, 'low', now(), now() - interval '25 hours', 0),
          ('owes', 'fraud', 1, 'low', now(), now() - interval '25 hours', 3), ('lately', 'fraud', 1, 'low', now(), now() - interval '23 hours', 0);
        insert into budget_window (budget, unit, starts, used) values ('email', 'seconds', now() - interval '61 minutes', 1),
          ('email', 'seconds', now() - interval '59 minutes', 1), ('email', 'minutes', now() - interval '61 minutes', 1)""");
    sweep("90d", "1h");
    assertThat(database.jdbc().sql("select recipient from inbox_message").query(String.class).list()).containsExactly("young");
    assertThat(database.jdbc().sql("select card from alert_storm order by 1").query(String.class).list()).containsExactly("lately", "owes");
    assertThat(count("budget_window")).isEqualTo(2);
  }

  @Test
  void waits_for_no_row_that_somebody_works_on() throws Exception {
    execute("""
        insert into dead_letter (source, reason, preview, parked_at) values ('x', 'held', 'z', now() - interval '2 hours'), ('x', 'y', 'z', now() - interval '2 hours')""");
    try (Connection somebody = database.dataSource().getConnection(); Statement statement = somebody.createStatement()) {
      somebody.setAutoCommit(false);
      statement.execute("select * from dead_letter where reason = 'held' for update");
      sweep("1h");
      assertThat(database.jdbc().sql("select reason from dead_letter").query(String.class).list()).containsExactly("held");
    }
  }

  @Test
  void goes_on_with_the_other_tables_when_one_fails() throws Exception {
    execute("insert into seen_message values ('alerts', '1', now() - interval '2 hours')");
    execute("alter table transaction rename to away");
    try {
      sweep("1h");
    } finally {
      execute("alter table away rename to transaction");
    }
    assertThat(count("seen_message")).isZero();
  }

  /** With its files. */
  private static void generation(String instance, String hash, String age, String outcome) {
    execute("""
        insert into generation (instance, hash, at, way, actor, peer, outcome) values ('%1$s', '%2$s', now() - interval '%3$s', 'reload', 'a', 'b', '%4$s');
        insert into generation_files values ('%2$s', '') on conflict do nothing""".formatted(instance, hash, age, outcome));
  }

  private void sweep(String retention) throws IOException {
    sweep(retention, "30d");
  }

  private void sweep(String retention, String personalData) throws IOException {
    Files.writeString(home.resolve("application.properties"), """
        retention.transactions=%1$s
        retention.alerts=%1$s
        retention.idempotency-keys=%1$s
        retention.deliveries=%1$s
        retention.outbox=%1$s
        retention.seen-messages=%1$s
        retention.dead-letters=%1$s
        retention.audit=%1$s
        retention.generations=%1$s
        retention.site-checks=%1$s
        retention.personal-data=%2$s
        """.formatted(retention, personalData));
    try (Sweeper sweeper = new Sweeper(database.database(), Settings.load(home, name -> null))) {
      sweeper.sweep();
    }
  }

  private static void execute(String sql) {
    database.jdbc().sql(sql).update();
  }

  private static long count(String rows) {
    return database.count("select count(*) from " + rows);
  }
}
