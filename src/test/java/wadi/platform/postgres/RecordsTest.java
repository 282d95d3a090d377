package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.Together;

/** The small tables: messages seen, alerts. */
@Timeout(60)
class RecordsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void a_message_is_first_once() {
    SeenMessageTable seen = new SeenMessageTable(database.database());
    assertThat(seen.contains("alerts", "1")).isFalse();
    assertThat(seen.isFirst("alerts", "1")).isTrue();
    assertThat(seen.isFirst("alerts", "1")).isFalse();
    assertThat(seen.isFirst("alerts", "2")).isTrue();
    assertThat(seen.isFirst("reports", "1")).isTrue();
    assertThat(seen.contains("alerts", "1")).isTrue();
  }

  @Test
  void a_message_is_first_to_one_of_many_at_once() throws Exception {
    SeenMessageTable seen = new SeenMessageTable(database.database());
    long firsts = Together.run(8, thread -> {
      long mine = 0;
      for (int i = 0; i < 50; i++) {
        mine += seen.isFirst("alerts", "" + i) ? 1 : 0;
      }
      return mine;
    }).stream().mapToLong(Long::longValue).sum();
    assertThat(firsts).isEqualTo(50);
  }

  @Test
  void a_message_whose_effect_was_rolled_back_is_first_again() {
    SeenMessageTable seen = new SeenMessageTable(database.database());
    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      assertThat(seen.isFirst("alerts", "1")).isTrue();
      throw new IllegalStateException("no");
    })).hasMessage("no");
    assertThat(seen.isFirst("alerts", "1")).isTrue();
  }

  @Test
  void a_message_that_is_forgotten_is_first_again() {
    SeenMessageTable seen = new SeenMessageTable(database.database());
    seen.isFirst("alerts", "1");
    seen.isFirst("alerts", "2");
    database.jdbc().sql("delete from seen_message where identity = '1'").update();
    assertThat(seen.isFirst("alerts", "1")).isTrue();
    assertThat(seen.isFirst("alerts", "2")).isFalse();
  }

  @Test
  void an_alert_is_stored_with_or_without_its_transaction() {
    AlertTable alerts = new AlertTable(database.database());
    alerts.store(1, 7L, "fraud", "critical", Instant.parse("2026-11-20T12:00:00Z"), "{\"summary\": \"ü\"}");
    alerts.store(2, null, "health", "low", Instant.parse("2026-11-20T12:00:01Z"), "{}");
    assertThat(database.count("""
        select count(*) from alert where id = 1 and transaction_id = 7 and kind = 'fraud' and severity = 'critical'
          and raised_at = '2026-11-20T12:00:00Z' and body->>'summary' = 'ü'""")).isEqualTo(1);
    assertThat(database.count("select count(*) from alert where id = 2 and transaction_id is null")).isEqualTo(1);
    alerts.store(1, null, "fraud", "low", Instant.EPOCH, "{}"); // it has come a second time
    assertThat(database.count("select count(*) from alert where severity = 'critical'")).isEqualTo(1);
  }
}
