package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of alerts, deliveries and what is parked. */
@Timeout(60)
class OperationsQueriesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final ParkedQueries.Wanted ALL = new ParkedQueries.Wanted(null, null, null, null, null);

  private final AlertQueries alerts = new AlertQueries(database.database());
  private final TransactionQueries transactions = new TransactionQueries(database.database());
  private final DeliveryQueries deliveries = new DeliveryQueries(database.database());
  private final ParkedQueries parked = new ParkedQueries(database.database());
  private final Rows rows = new Rows(database.jdbc());

  @Test
  void an_alert_is_shown_with_all_that_is_known_of_it() throws Exception {
    rows.transaction(9);
    rows.alert(1, 9L, "high", "2026-11-20T12:00:00Z");
    rows.delivery(11, 1, "email", "a@example.org", "delayed", 3);
    rows.attempt(11, 1, "retry", "451 busy");
    rows.attempt(11, 3, "retry", "452 full");
    rows.delivery(12, 1, "sms", "+1", "leased", 1);
    rows.delivery(13, 2, "email", "b@example.org", "waiting", 0);

    JsonNode alert = json(alerts.one(1).orElseThrow().json());

    assertThat(alert.at("/severity").asText()).isEqualTo("high");
    assertThat(alert.at("/raisedAt").asText()).isEqualTo("2026-11-20T12:00:00.000Z");
    assertThat(alert.at("/verdict/score").asInt()).isEqualTo(150);
    assertThat(alert.at("/verdict/rules").asText()).isEqualTo("v7");
    assertThat(alert.at("/verdict/reasons/0/code").asText()).isEqualTo("LARGE_AMOUNT");
    assertThat(alert.at("/transaction/id").asLong()).isEqualTo(9);
    assertThat(alert.at("/transaction/body/payment/card").asText()).isEqualTo("411111******1111");
    assertThat(alert.at("/published").asBoolean()).isTrue();
    assertThat(alert.at("/deliveries")).hasSize(2);
    JsonNode mail = alert.at("/deliveries/0");
    assertThat(mail.get("route").asText()).isEqualTo("receive > route > deliver");
    assertThat(mail.get("urgency").asInt()).isEqualTo(150);
    assertThat(mail.findValuesAsText("outcome")).containsExactly("retry", "unknown", "retry");
    assertThat(mail.at("/attempts/0/reason").asText()).isEqualTo("451 busy");
    assertThat(mail.at("/attempts/0/began").asText()).isEqualTo("2026-11-20T12:00:01.000Z");
    assertThat(mail.at("/attempts/0/provider").asText()).isEqualTo("smtp");
    assertThat(mail.at("/attempts/0/providerId").asText()).isEqualTo("p-1");
    assertThat(mail.at("/attempts/1/began").isNull()).isTrue();
    assertThat(alert.at("/deliveries/1").findValuesAsText("outcome")).containsExactly("under-way");
  }

  @Test
  void an_alert_nobody_has_judged_has_no_verdict_and_one_in_the_outbox_is_not_published() throws Exception {
    database.jdbc().sql("insert into alert (id, kind, severity, raised_at, body) values (3, 'site', 'low', now(), '{}')").update();
    database.jdbc().sql("insert into outbox (topic, item_value) values ('alerts', '{\"alertId\": 3}')").update();

    JsonNode alert = json(alerts.one(3).orElseThrow().json());

    assertThat(alert.get("verdict").isNull()).isTrue();
    assertThat(alert.get("transaction").isNull()).isTrue();
    assertThat(alert.get("published").asBoolean()).isFalse();
    assertThat(alert.get("deliveries").isArray()).isTrue();
    assertThat(alerts.one(4)).isEmpty();
  }

  @Test
  void a_transaction_is_shown_with_its_verdict_its_card_and_the_alerts_it_raised() throws Exception {
    database.jdbc().sql("""
        insert into transaction (id, received_at, transport, status, decision, score, reasons, shadow_reasons, rules, took_micros, card_fingerprint,
          card_bin, body) values (9, '2026-11-20T11:59:59.5Z', 'http', 15, 'held', 100, '[{"code": "LARGE_AMOUNT"}]', '[{"code": "NEW_RULE"}]', 'v7', 1234,
          'print', '411111', '{"payment": {"card": "411111******1111", "amount": 25000.00}}')""").update();
    rows.alert(1, 9L, "high", "2026-11-20T12:00:00Z");
    rows.alert(2, 9L, "low", "2026-11-20T12:00:01Z");
    rows.alert(3, 8L, "low", "2026-11-20T12:00:02Z");

    assertThat(json(transactions.one(9).orElseThrow().json())).isEqualTo(json("""
        {"transactionID": 9, "receivedAt": "2026-11-20T11:59:59.500Z", "transport": "http",
         "status": {"code": 15, "status": "TRANSACTION_ALERT_DONE", "fraudStatus": true},
         "verdict": {"fraudulent": true, "decision": "held", "score": 100, "reasons": [{"code": "LARGE_AMOUNT"}],
           "shadowReasons": [{"code": "NEW_RULE"}], "rules": "v7", "tookMicros": 1234},
         "card": {"masked": "411111******1111", "bin": "411111", "lastFour": "1111", "fingerprint": "print"},
         "message": {"payment": {"card": "411111******1111", "amount": 25000.00}},
         "alerts": [{"id": 1, "kind": "fraud", "severity": "high", "raisedAt": "2026-11-20T12:00:00.000Z", "href": "/ops/alerts/1"},
           {"id": 2, "kind": "fraud", "severity": "low", "raisedAt": "2026-11-20T12:00:01.000Z", "href": "/ops/alerts/2"}]}"""));
    assertThat(transactions.one(8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      "print | -      | {\"payment\": {\"card\": \"411111******1111\"}} | {\"masked\": \"411111******1111\", \"bin\": \"411111\", \"lastFour\": \"1111\", \"fingerprint\": \"print\"}",
      "print | 411111 | {\"payment\": {\"note\": \"411111******1111\"}} | {\"masked\": null, \"bin\": \"411111\", \"lastFour\": null, \"fingerprint\": \"print\"}",
      "print | 411111 | {\"payment\": {\"card\": {\"number\": 1}}} | {\"masked\": null, \"bin\": \"411111\", \"lastFour\": null, \"fingerprint\": \"print\"}",
      "-     | -      | {\"payment\": \"by wallet\"} | null"})
  void a_card_is_shown_as_far_as_it_was_kept(String fingerprint, String bin, String body, String card) throws Exception {
    database.jdbc().sql("""
        insert into transaction (id, received_at, transport, status, decision, score, reasons, rules, card_fingerprint, card_bin, body)
        values (9, now(), 'http', 18, 'clean', 0, '[]', 'v7', ?, ?, ?::jsonb)""").params(fingerprint, bin, body).update();

    JsonNode transaction = json(transactions.one(9).orElseThrow().json());

    assertThat(transaction.get("card")).isEqualTo(json(card));
    assertThat(transaction.at("/status/fraudStatus").asBoolean()).isFalse();
    assertThat(transaction.at("/verdict/shadowReasons")).as("of a row of the version before").isEmpty();
    assertThat(transaction.at("/verdict/tookMicros").isNull()).isTrue();
    assertThat(transaction.get("alerts").isArray()).isTrue();
  }

  @Test
  void alerts_are_listed_newest_first_by_what_is_asked_for() throws Exception {
    for (long id = 1; id <= 5; id++) {
      rows.alert(id, id % 2, id == 3 ? "critical" : "low", "2026-11-20T12:00:0" + id + "Z");
    }
    rows.delivery(11, 5, "email", "a", "parked", 1);
    rows.delivery(12, 5, "email", "b", "delivered", 1);
    rows.delivery(13, 5, "sms", "b", "delivered", 1);

    Page<Row> first = alerts.list(new AlertQueries.Wanted(null, null, null, null, null), 2);
    assertThat(first.rows()).extracting(Row::id).containsExactly(5L, 4L);
    assertThat(json(first.rows().get(0).json()).get("deliveries")).hasToString("{\"delivered\":2,\"parked\":1}");
    Page<Row> second = alerts.list(new AlertQueries.Wanted(null, null, null, null, Long.valueOf(first.next())), 3);
    assertThat(second.rows()).extracting(Row::id).containsExactly(3L, 2L, 1L);
    assertThat(second.next()).isNull();
    assertThat(alerts.list(new AlertQueries.Wanted("critical", null, null, null, null), 9).rows()).extracting(Row::id).containsExactly(3L);
    assertThat(alerts.list(new AlertQueries.Wanted("low", Instant.parse("2026-11-20T12:00:04Z"), 1L, null, null), 9).rows()).extracting(Row::id)
        .containsExactly(5L);
  }

  @Test
  void deliveries_are_listed_by_what_is_asked_for() {
    rows.delivery(1, 7, "email", "a", "waiting", 0);
    rows.delivery(2, 7, "sms", "a", "parked", 1);
    rows.delivery(3, 8, "email", "b", "parked", 2);

    assertThat(ids(null, null, null, null)).containsExactly(3L, 2L, 1L);
    assertThat(ids("email", null, null, null)).containsExactly(3L, 1L);
    assertThat(ids(null, "parked", null, null)).containsExactly(3L, 2L);
    assertThat(ids(null, null, "a", null)).containsExactly(2L, 1L);
    assertThat(ids("email", null, "a", 7L)).containsExactly(1L);
    assertThat(ids(null, null, null, 9L)).isEmpty();
  }

  private List<Long> ids(String channel, String status, String recipient, Long alert) {
    return deliveries.list(new DeliveryQueries.Wanted(channel, status, recipient, alert, null), 9).rows().stream().map(Row::id).toList();
  }

  @Test
  void the_backlog_counts_what_is_not_finished_and_names_the_oldest() throws Exception {
    assertThat(deliveries.backlog()).isEqualTo("[]");
    int id = 0;
    for (String status : List.of("waiting", "waiting", "delayed", "leased", "submitted", "delivered", "parked", "expired", "cancelled")) {
      rows.delivery(++id, 1, "email", "a" + id, status, 1);
    }
    rows.delivery(++id, 1, "sms", "a", "delivered", 1);
    rows.delivery(++id, 1, "webhook", "a", "parked", 1);
    database.jdbc().sql("update delivery set created_at = '2026-11-20T11:00:00Z' where id = 2").update();

    JsonNode backlog = json(deliveries.backlog());

    assertThat(backlog).hasSize(2);
    assertThat(backlog.get(0)).hasToString("""
        {"channel":"email","waiting":2,"delayed":1,"leased":1,"submitted":1,"parked":1,"oldestWaiting":"2026-11-20T11:00:00.000Z"}""");
    assertThat(backlog.at("/1/channel").asText()).isEqualTo("webhook");
    assertThat(backlog.at("/1/oldestWaiting").isNull()).isTrue();
  }

  @Test
  void what_is_parked_is_one_list_newest_first() throws Exception {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    rows.parkedAgo("delivery", 1, "3 hours");
    long letter = rows.deadLetter("receive", "poison");
    rows.parkedAgo("dead_letter", letter, "2 hours");
    rows.delivery(2, 7, "sms", "b", "parked", 1);
    rows.delivery(3, 7, "sms", "c", "waiting", 1);
    long closed = rows.deadLetter("receive", "poison");
    database.jdbc().sql("update dead_letter set status = 'dismissed' where id = ?").param(closed).update();

    List<ParkedQueries.Parked> list = parked.newestFirst(ALL, 9, null).rows();

    assertThat(list).extracting(p -> p.kind() + "/" + p.id()).containsExactly("delivery/2", "dead-letter/" + letter, "delivery/1");
    JsonNode mail = json(list.get(2).json());
    assertThat(mail.get("reason").asText()).isEqualTo("refused: 550");
    assertThat(mail.get("route").asText()).isEqualTo("receive > route > deliver");
    assertThat(mail.get("ageSeconds").asLong()).isBetween(10_800L, 10_900L);
    JsonNode dead = json(list.get(1).json());
    assertThat(dead.get("route").asText()).isEqualTo("receive");
    assertThat(dead.get("failedIn").asText()).isEqualTo("accept");
    assertThat(dead.get("reason").asText()).isEqualTo("poison");
    assertThat(dead.get("replayable").asBoolean()).isFalse();
    assertThat(parked.counts()).isEqualToIgnoringWhitespace("{\"delivery\" : 2, \"dead-letter\" : 1}");
  }

  @Test
  void what_is_parked_can_be_chosen() {
    rows.delivery(1, 7, "email", "a", "parked", 2);
    rows.delivery(2, 7, "sms", "b", "parked", 1);
    rows.parkedAgo("delivery", 1, "3 hours");
    long letter = rows.deadLetter("receive", "poison");

    assertThat(names(new ParkedQueries.Wanted("dead-letter", null, null, null, null))).containsExactly("dead-letter/" + letter);
    assertThat(names(new ParkedQueries.Wanted(null, 2L, null, null, null))).contains("delivery/2").doesNotContain("delivery/1");
    assertThat(names(new ParkedQueries.Wanted(null, null, "email", null, null))).containsExactly("delivery/1");
    assertThat(names(new ParkedQueries.Wanted(null, null, null, "receive", null))).hasSize(3);
    assertThat(names(new ParkedQueries.Wanted(null, null, null, "deliver", null))).hasSize(2);
    assertThat(names(new ParkedQueries.Wanted(null, null, null, "accept", null))).containsExactly("dead-letter/" + letter);
    assertThat(names(new ParkedQueries.Wanted(null, null, null, "rout", null))).isEmpty();
    assertThat(names(new ParkedQueries.Wanted(null, null, null, null, Instant.now().minusSeconds(3_600)))).containsExactly("delivery/1");
  }

  private List<String> names(ParkedQueries.Wanted wanted) {
    return parked.newestFirst(wanted, 9, null).rows().stream().map(p -> p.kind() + "/" + p.id()).toList();
  }

  @Test
  void pages_of_what_is_parked_hold_each_once_also_when_many_have_one_time() {
    for (int id = 1; id <= 7; id++) {
      rows.delivery(id, 7, "email", "a" + id, "parked", 2);
      rows.deadLetter("receive", "poison");
    }
    database.jdbc().sql("update delivery set modified_at = '2026-11-20T12:00:00.123457Z'").update();
    database.jdbc().sql("update dead_letter set parked_at = '2026-11-20T12:00:00.123457Z' where id % 2 = 0").update();
    List<String> down = new ArrayList<>();
    for (String cursor = null; down.isEmpty() || cursor != null;) {
      Page<ParkedQueries.Parked> page = parked.newestFirst(ALL, 3, cursor);
      page.rows().forEach(p -> down.add(p.kind() + "/" + p.id()));
      cursor = page.next();
      assertThat(cursor == null || ParkedQueries.isCursor(cursor)).isTrue();
    }
    List<String> up = new ArrayList<>();
    for (String cursor = null; up.isEmpty() || cursor != null;) {
      Page<ParkedQueries.Parked> page = parked.oldestFirst(ALL, 3, cursor);
      page.rows().forEach(p -> up.add(0, p.kind() + "/" + p.id()));
      cursor = page.next();
    }
    assertThat(down).hasSize(14).doesNotHaveDuplicates().containsExactlyElementsOf(up);
    assertThat(ParkedQueries.isCursor("nonsense")).isFalse();
    assertThat(ParkedQueries.isCursor("!")).isFalse();
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
