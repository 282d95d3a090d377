package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.ports.JournalEntry;
import org.springframework.dao.DataIntegrityViolationException;
import wadi.platform.Together;

@Timeout(60)
class TransactionTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");

  private TransactionTable table;

  @BeforeEach
  void open() {
    table = new TransactionTable(database.database());
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void keeps_every_field_and_a_card_that_is_not_there() {
    table.store(new JournalEntry(1L << 52, NOW, "http", 11, "approved", 42, "[\"new card\"]", "[\"shadow\"]", "v1", 345, "print", "411111",
        "{\"amount\": 1.50}", null));
    table.store(row(2, 12));
    Map<String, Object> first = database.jdbc().sql("""
        select id, received_at at time zone 'UTC' = '2026-11-20 12:00:00.123' as at, transport, status, decision, score, reasons->>0 as reason,
          shadow_reasons->>0 as shadow, rules, took_micros, card_fingerprint, card_bin, body->>'amount' as amount from transaction order by id desc limit 1""").query().singleRow();
    assertThat(first.values()).containsExactly(1L << 52, true, "http", 11, "approved", 42, "new card", "shadow", "v1", 345L, "print", "411111", "1.50");
    assertThat(database.count("select count(*) from transaction where card_fingerprint is null and card_bin is null")).isEqualTo(1);
  }

  @Test
  void is_committed_when_it_returns_on_many_threads() throws Exception {
    Together.run(8, thread -> {
      for (int i = 0; i < 50; i++) {
        long id = thread * 50 + i;
        table.store(row(id, 11));
        assertThat(status(id)).isEqualTo(11);
      }
      return null;
    });
    assertThat(database.count("select count(*) from transaction")).isEqualTo(400);
  }

  @Test
  void gives_a_row_that_is_there_the_new_status_and_leaves_the_rest() {
    table.store(row(1, 11));
    table.store(new JournalEntry(1, NOW.plusSeconds(9), "mail", 18, "refused", 99, "[1]", "v2", "other", "{\"a\": 1}"));
    assertThat(database.count("select count(*) from transaction where status = 18 and transport = 'http' and score = 0 and body = '{}'")).isEqualTo(1);
  }

  @Test
  void takes_one_number_from_many_threads_at_once() throws Exception {
    Together.run(8, thread -> {
      for (int i = 0; i < 50; i++) {
        table.store(row(1, 11 + thread));
      }
      return null;
    });
    assertThat(database.count("select count(*) from transaction")).isEqualTo(1);
  }

  @Test
  void tells_who_stored_a_row_that_is_refused_and_nobody_else() throws Exception {
    Together.run(4, thread -> {
      for (int i = 0; i < 20; i++) {
        long id = thread * 20 + i;
        if (i % 5 == 0) {
          var bad = new JournalEntry(id, NOW, "http", 11, "approved", 0, "[]", "v1", null, "no json");
          assertThatThrownBy(() -> table.store(bad)).isInstanceOf(DataIntegrityViolationException.class);
        } else {
          table.store(row(id, 11));
        }
      }
      return null;
    });
    assertThat(database.count("select count(*) from transaction")).isEqualTo(64);
  }

  @Test
  void commits_and_rolls_back_with_the_transaction_of_the_thread() {
    database.database().inTransaction(() -> table.store(row(1, 11)));
    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      table.store(row(2, 11));
      table.store(row(1, 15));
      assertThat(status(2)).isEqualTo(11);
      throw new IllegalStateException("no");
    })).hasMessage("no");
    assertThat(database.count("select count(*) from transaction")).isEqualTo(1);
    assertThat(status(1)).isEqualTo(11);
  }

  private static JournalEntry row(long id, int status) {
    return new JournalEntry(id, NOW, "http", status, "approved", 0, "[]", "v1", null, "{}");
  }

  private static long status(long id) {
    return database.count("select status from transaction where id = ?", id);
  }
}
