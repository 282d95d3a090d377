package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;

/** What is personal goes before its row does. */
@Timeout(60)
class BlankingTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final List<String> UNFINISHED = List.of("waiting", "delayed", "leased", "submitted");

  private final Rows rows = new Rows(database.jdbc());

  @Test
  void finished_deliveries_lose_recipient_payload_and_words_and_keep_counts_and_times() {
    delivery(1, "parked", "61 minutes");
    rows.attempt(1, 1, "retry", "not now: 451 bob is busy");
    rows.attempt(1, 2, "parked", "refused: 550 no bob");
    delivery(2, "delivered", "59 minutes");
    rows.attempt(2, 1, "retry", "not now: 451 bob is busy");
    blank("1h");
    assertThat(row("select concat_ws(' ', recipient, payload, last_error, callback, status, attempts, channel, provider, urgency, created_at is null, modified_at < now() - interval '1 hour') from delivery where id = 1"))
        .isEqualTo("blanked:1 {} refused parked 2 email 150 f t");
    assertThat(database.jdbc().sql("select concat_ws(' ', number, outcome, reason, provider, provider_id) from delivery_attempt where delivery_id = 1 order by number")
        .query(String.class).list()).containsExactly("1 retry not now smtp", "2 parked refused smtp");
    assertThat(row("select recipient || last_error from delivery where id = 2")).isEqualTo("bob@example.orgrefused: 550 no bob");
    assertThat(row("select reason from delivery_attempt where delivery_id = 2")).isEqualTo("not now: 451 bob is busy");
  }

  @Test
  void two_recipients_of_one_alert_are_both_blanked() {
    for (long id = 1; id <= 2; id++) {
      rows.delivery(id, 7, "email", "r" + id, "delivered", 1);
      rows.parkedAgo("delivery", id, "2 hours");
    }
    blank("1h");
    assertThat(database.count("select count(*) from delivery where recipient like 'blanked:%'")).isEqualTo(2);
  }

  @Test
  void deliveries_that_are_not_finished_are_never_touched() {
    long id = 1;
    for (String status : UNFINISHED) {
      delivery(id++, status, "90 days");
    }
    blank("1h");
    assertThat(database.count("select count(*) from delivery where recipient = 'bob@example.org' and payload <> '{}' and blanked_at is null")).isEqualTo(4);
  }

  @Test
  void an_alert_loses_what_it_says_of_card_and_payment_when_it_is_delivered() {
    for (long id = 1; id <= 3; id++) {
      rows.alert(id, null, "high", id == 3 ? "2999-11-20T12:00:00Z" : "2026-01-20T12:00:00Z");
      database.jdbc().sql("""
          update alert set body = '{"alertId": 1, "decision": "held", "card": "411111******1111", "cardFingerprint": "abc", "text": "Bob", "amount": "1",
            "score": 150, "reasons": [{"code": "A", "text": "Bob again", "rule": "r"}, 5], "shadowReasons": "none"}' where id = ?""").param(id).update();
    }
    rows.delivery(9, 2, "email", "a", "delayed", 1);
    blank("1h");
    assertThat(row("select body::text from alert where id = 1")).isEqualTo(
        "{\"score\": 150, \"alertId\": 1, \"reasons\": [{\"code\": \"A\", \"rule\": \"r\"}], \"decision\": \"held\", \"shadowReasons\": \"none\"}");
    assertThat(database.count("select count(*) from alert where body->'card' is not null and blanked_at is null")).as("one waits, one is young").isEqualTo(2);
  }

  @Test
  void a_transaction_loses_its_message_and_card_when_it_is_settled() {
    for (int status = 11; status <= 18; status++) {
      rows.transaction(status);
      database.jdbc().sql("update transaction set status = id, card_fingerprint = 'abc', card_bin = '411111', received_at = now() - interval '2 hours',"
          + " reasons = '[{\"code\": \"A\", \"text\": \"Bob\"}]' where id = ?").param(status).update();
    }
    blank("1h");
    assertThat(database.jdbc().sql("select id from transaction where body = '{}' and card_fingerprint is null and card_bin is null and score = 100"
        + " and reasons = '[{\"code\": \"A\"}]' order by id").query(Integer.class).list()).containsExactly(15, 17, 18);
    assertThat(database.count("select count(*) from transaction where card_fingerprint = 'abc' and body <> '{}' and blanked_at is null")).isEqualTo(5);
  }

  @Test
  void an_event_loses_the_words_of_a_server_with_its_delivery() {
    delivery(1, "parked", "2 hours");
    delivery(2, "parked", "2 minutes");
    database.jdbc().sql("insert into status_event (notification_id, delivery_id, state, reason) values (7, 1, 'failed', 'refused: 550 no bob'), (7, 2, 'failed', 'refused: 550')").update();
    blank("1h");
    assertThat(database.jdbc().sql("select reason from status_event order by id").query(String.class).list()).containsExactly("refused", "refused: 550");
  }

  @Test
  void takes_more_than_one_batch_also_of_rows_of_one_moment() {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at, modified_at)
        select n, 'alert', n, 'email', 'bob', 5, 0, 'delivered', '{"a": 1}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z' from generate_series(1, 2500) n""").update();
    blank("1h");
    assertThat(database.count("select count(*) from delivery where recipient = 'bob'")).isZero();
  }

  @Test
  void waits_for_no_row_that_somebody_works_on_and_comes_back_for_it() {
    delivery(1, "parked", "2 hours");
    delivery(2, "parked", "2 hours");
    new TransactionTemplate(database.database().transactions()).executeWithoutResult(status -> {
      database.jdbc().sql("select id from delivery where id = 1 for update").query().listOfRows();
      Thread sweeper = new Thread(() -> blank("1h"));
      sweeper.start();
      join(sweeper);
    });
    assertThat(database.count("select id from delivery where blanked_at is null")).isEqualTo(1);
    blank("1h");
    assertThat(database.count("select count(*) from delivery where blanked_at is null")).isZero();
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(thread.isAlive()).as("it waits for a row").isFalse();
  }

  private void delivery(long id, String status, String age) {
    rows.delivery(id, id, "email", "bob@example.org", status, 2);
    database.jdbc().sql("update delivery set payload = '{\"text\": \"Bob\"}', last_error = 'refused: 550 no bob', callback = 'x' where id = ?").param(id).update();
    rows.parkedAgo("delivery", id, age);
  }

  private static void blank(String age) {
    for (Blanking blanking : Blanking.all(database.database(), Duration.parse("PT" + age))) {
      boolean more;
      do {
        more = blanking.next();
      } while (more);
    }
  }

  private static String row(String sql) {
    return database.jdbc().sql(sql).query(String.class).single();
  }
}
