package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.cli.FakeWadi.Ended;

/** The commands that talk to a running Wadi, and what they say when all is not well. */
class OperationsCommandsTest {
  @RegisterExtension final FakeWadi wadi = new FakeWadi();
  private final Map<String, String> answers = wadi.answers();
  private final List<String> asked = wadi.asked();

  @ParameterizedTest
  @ValueSource(strings = {"status", "alerts", "alerts 7", "transaction 7", "parked", "replay delivery/1", "replay --all -y", "dismiss dead-letter/1 --reason x", "deliveries", "cancel 1 --reason x",
      "reload", "generations", "generations 7", "explain --live pom.xml", "silence add --match site=a --for 2h --reason x", "silence list", "silence end 3"})
  void says_where_nothing_answers(String command) {
    wadi.stop();
    Ended ended = run(command);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("wadi: Nothing answers at " + wadi.url() + ": is Wadi running? ./wadi run\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"replay|IDs or --all", "replay delivery/1 --all|IDs or --all", "replay delivery/1 --channel email|go with --all",
      "dismiss dead-letter/1|--reason", "replay delivery/1 --rate 5|go with --all", "replay delivery/1 --new-deadline soon|so long", "cancel 1|--reason", "cancel --reason x|IDs or --all", "cancel 1 --channel email --reason x|go with --all", "alerts x|ID", "transaction x|ID", "transaction|ID", "status --url nonsense|http://localhost:9876", "alerts --limit many|--limit",
      "reload --skip-specs|--reason", "reload --to x|--to", "reload --to 0|wadi generations", "reload now|now", "generations x|N", "explain|FILE", "silence add --match a=b --reason x|--for 2h", "silence add --match a=b --for 2 --reason x|such as 30m", "silence add --match a=b --for 2h|--reason", "silence end x|ID"})
  void a_wrong_call_ends_with_2_and_the_usage(String command, String words) {
    Ended ended = run(command.contains("--url") ? command.split(" ") : wadi.with(command));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(words).contains("Usage: wadi ");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "alerts", "parked", "replay", "dismiss", "deliveries", "cancel", "reload", "generations", "explain"})
  void each_command_explains_itself(String command) {
    Ended ended = run(command, "--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("Usage: wadi " + command).contains("--url", "--json");
  }

  @Test
  void alerts_are_silenced_and_heard_again() {
    answers.put("POST /ops/silences", "200 {\"id\": 3, \"from\": \"2026-11-20T12:00:00Z\", \"until\": \"2026-11-20T14:00:00Z\"}");
    answers.put("GET /ops/silences", """
        200 {"silences": [{"id": 3, "state": "on", "matchers": ["site=\\"shop\\"", "severity=~\\"high\\""], "from": "2026-11-20T12:00:00Z", "until": "2026-11-20T14:00:00Z",
         "silenced": 2, "who": "alice", "reason": "moving"}], "next": null}""");
    answers.put("DELETE /ops/silences/3", "200 {\"id\": 3, \"outcome\": \"ended\"}");
    assertThat(run("silence add --match site=shop --match severity=~high --for 2h --reason moving").out())
        .isEqualTo("Silence 3 is on from 2026-11-20T12:00:00Z until 2026-11-20T14:00:00Z. ./wadi silence end 3 ends it before.\n");
    assertThat(asked).singleElement().asString().contains("match=site%3Dshop+severity%3D%7Ehigh", "for=7200", "reason=moving").doesNotContain("until=");
    assertThat(run("silence list").out()).isEqualTo("""
        ID  STATE  MATCHERS                      FROM                  UNTIL                 SILENCED  WHO    REASON
        3   on     site="shop" severity=~"high"  2026-11-20T12:00:00Z  2026-11-20T14:00:00Z  2         alice  moving
        """);
    assertThat(run("silence end 3").out()).startsWith("Silence 3 is over.");
    answers.put("GET /ops/silences", "200 {\"silences\": [], \"next\": null}");
    assertThat(run("silence list --all").out()).isEqualTo("No silences.\n");
  }

  @Test
  void what_is_parked_is_a_table_whose_texts_cannot_move_the_cursor() {
    answers.put("GET /ops/parked", """
        200 {"parked": [{"kind": "delivery", "id": 5, "ageSeconds": 7300, "channel": "email", "recipient": "a@example.org", "reason": "550\\u001b[2J no\\nuser"},
         {"kind": "dead-letter", "id": 6, "ageSeconds": 30, "route": "receive-alert", "reason": "poison"}], "next": null}""");
    Ended ended = run("parked --channel email --limit 9");
    assertThat(ended.out()).isEqualTo("""
        ID             AGE  ROUTE OR CHANNEL  FOR            REASON
        delivery/5     2h   email             a@example.org  550 [2J no user
        dead-letter/6  30s  receive-alert     -              poison
        """);
    assertThat(asked).singleElement().asString().startsWith("GET /ops/parked?").contains("channel=email", "limit=9").doesNotContain("kind=");
  }

  @Test
  void a_transaction_is_one_screen_with_what_each_rule_added() {
    answers.put("GET /ops/transactions/7", """
        200 {"transactionID": 7, "receivedAt": "2026-11-20T11:59:59.500Z", "transport": "http",
         "status": {"code": 15, "status": "TRANSACTION_ALERT_DONE", "fraudStatus": true},
         "verdict": {"fraudulent": true, "decision": "held", "score": 200, "rules": "92f1c0a7b3d4", "tookMicros": 1234,
           "reasons": [{"code": "LARGE_AMOUNT", "text": "The amount is 20,000 or more", "rule": "large-amount", "contribution": 200},
             {"code": "RULE_ERROR", "text": "The windows of the rules could not be counted"}],
           "shadowReasons": [{"code": "NEW_RULE", "text": "New", "rule": "new-rule", "contribution": 20}]},
         "card": {"masked": "411111******1111", "bin": "411111", "lastFour": "1111", "fingerprint": "Rx3kV0b1qJt8Yw2nZ5sLmA"},
         "message": {"order": {"id": "A-1\\u001b[2J"}, "paymentMethod": "card", "payment": {"card": "411111******1111", "amount": 25000.00, "currency": "INR"}},
         "alerts": [{"id": 8, "kind": "fraud", "severity": "critical", "raisedAt": "2026-11-20T11:59:59.600Z", "href": "/ops/alerts/8"}]}""");
    assertThat(run("transaction 7")).isEqualTo(new Ended(0, """
        Transaction 7: held, score 200
          received     2026-11-20T11:59:59.500Z over http
          status       TRANSACTION_ALERT_DONE (15)
          payment      25000.00 INR by card, order A-1 [2J
          card         411111******1111, fingerprint Rx3kV0b1qJt8Yw2nZ5sLmA
          because      LARGE_AMOUNT: The amount is 20,000 or more (rule large-amount, +200)
          because      RULE_ERROR: The windows of the rules could not be counted
          shadow       NEW_RULE: New (rule new-rule, +20); it only watches
          rules        92f1c0a7b3d4, checked in 1.234 ms
          alert        8, critical, raised 2026-11-20T11:59:59.600Z: ./wadi alerts 8
        """, ""));
    assertThat(run("transaction 7 --json").out()).startsWith("{\"transactionID\": 7,");
  }

  @Test
  void a_transaction_without_card_reasons_or_alert_says_so() {
    answers.put("GET /ops/transactions/7", """
        200 {"transactionID": 7, "receivedAt": "2026-11-20T11:59:59.500Z", "transport": "kafka",
         "status": {"code": 18, "status": "TRANSACTION_PAYMENT_COMPLETE", "fraudStatus": false},
         "verdict": {"fraudulent": false, "decision": "clean", "score": 0, "rules": "v1", "tookMicros": null, "reasons": [], "shadowReasons": []},
         "card": null, "message": {"order": {}, "paymentMethod": "wallet", "payment": "none"}, "alerts": []}""");
    assertThat(run("transaction 7")).isEqualTo(new Ended(0, """
        Transaction 7: clean, score 0
          received     2026-11-20T11:59:59.500Z over kafka
          status       TRANSACTION_PAYMENT_COMPLETE (18)
          payment      - - by wallet, order -
          card         -
          because      no rule matched
          rules        v1
        """, ""));
  }

  @Test
  void a_transaction_that_is_not_there_ends_with_1() {
    answers.put("GET /ops/transactions/7", "404 {\"detail\": \"There is no transaction of this number.\"}");
    assertThat(run("transaction 7")).isEqualTo(new Ended(1, "", "wadi: There is no transaction of this number.\n"));
  }

  @Test
  void an_alert_says_which_rule_added_what() {
    answers.put("GET /ops/alerts/8", """
        200 {"id": 8, "kind": "fraud", "severity": "high", "raisedAt": "2026-11-20T12:00:00.000Z", "published": true, "body": {}, "transaction": null,
         "deliveries": [], "verdict": {"decision": "held", "score": 100, "rules": "v1",
           "reasons": [{"code": "A", "text": "b", "rule": "a-rule", "contribution": 100}, {"code": "OLD", "text": "of the version before"}],
           "shadowReasons": [{"code": "S", "text": "t", "rule": "s-rule", "contribution": 9}]}}""");
    assertThat(run("alerts 8").out()).contains("  because      A: b (rule a-rule, +100)\n  because      OLD: of the version before\n"
        + "  shadow       S: t (rule s-rule, +9); it only watches\n");
  }

  @Test
  void a_number_alone_is_looked_up() {
    answers.put("GET /ops/parked", "200 {\"parked\": [{\"kind\": \"delivery\", \"id\": 5}]}");
    answers.put("POST /ops/parked/delivery/5/replay", "200 {\"kind\": \"delivery\", \"id\": 5, \"outcome\": \"waiting\"}");
    Ended ended = run("replay", "5", "--reason", "server mended");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo("delivery/5: waits to be sent again\n");
    assertThat(asked.get(1)).startsWith("POST /ops/parked/delivery/5/replay?reason=server+mended ").matches(".* \\S+@\\S+ application/json");
    answers.put("GET /ops/parked", "200 {\"parked\": []}");
    assertThat(run("replay 5").err()).isEqualTo("wadi: Nothing of the number 5 is parked.\n");
    answers.put("GET /ops/parked", "200 {\"parked\": [{\"kind\": \"delivery\", \"id\": 5}, {\"kind\": \"dead-letter\", \"id\": 5}]}");
    assertThat(run("replay 5").err()).contains("delivery/5 or dead-letter/5");
    assertThat(run("replay five").code()).isEqualTo(1);
  }

  @Test
  void what_still_fails_or_is_refused_ends_with_1() {
    answers.put("POST /ops/parked/dead-letter/6/replay",
        "200 {\"kind\": \"dead-letter\", \"id\": 6, \"outcome\": \"parked-again\", \"deadLetter\": 9, \"detail\": \"poison\"}");
    answers.put("POST /ops/parked/delivery/5/replay", "409 {\"detail\": \"The delivery 5 is not parked: it is waiting.\"}");
    assertThat(run("replay dead-letter/6")).isEqualTo(new Ended(1, "dead-letter/6: still fails, parked again as dead-letter/9: poison\n", ""));
    assertThat(run("replay dead-letter/6 --json").code()).isEqualTo(1);
    assertThat(run("replay delivery/5")).isEqualTo(new Ended(1, "delivery/5: The delivery 5 is not parked: it is waiting.\n", ""));
    answers.put("POST /ops/parked/delivery/5/replay", "401 {\"detail\": \"The token is wrong.\"}");
    assertThat(run("replay delivery/5").err()).isEqualTo("wadi: The token is wrong.\n");
  }

  @Test
  void all_are_replayed_page_by_page_and_none_twice() {
    answers.put("POST /ops/parked/replay?kind=delivery",
        "200 {\"results\": [{\"kind\": \"delivery\", \"id\": 1, \"outcome\": \"waiting\"}], \"until\": \"2026-11-20T12:00:00Z\", \"next\": \"abc\"}");
    answers.put("POST /ops/parked/replay",
        "200 {\"results\": [{\"kind\": \"delivery\", \"id\": 2, \"outcome\": \"refused\", \"detail\": \"expired\"}], \"until\": \"2026-11-20T12:00:00Z\", \"next\": null}");
    Ended ended = run("replay --all -y --kind delivery");
    assertThat(ended.out()).isEqualTo("delivery/1: waits to be sent again\ndelivery/2: expired\n1 replayed, 1 failed.\n");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1)).contains("cursor=abc", "until=2026-11-20T12%3A00%3A00Z", "kind=delivery");
  }

  @Test
  void a_replay_of_many_takes_its_time_and_gives_all_the_same_deadline() {
    answers.put("POST /ops/parked/replay",
        "200 {\"results\": [{\"kind\": \"delivery\", \"id\": 2, \"outcome\": \"waiting\"}], \"until\": \"2026-11-20T12:00:00Z\", \"next\": null}");
    long began = System.nanoTime();
    assertThat(run("replay --all -y --status expired --error refused --provider smtp --rate 4 --new-deadline 2026-11-20T14:00:00+01:00").code()).isZero();
    assertThat(System.nanoTime() - began).as("one, of four in a second").isGreaterThanOrEqualTo(250_000_000);
    assertThat(asked).singleElement().asString().contains("limit=4", "status=expired", "error=refused", "provider=smtp", "deadline=2026-11-20T13%3A00%3A00Z");
  }

  @Test
  void deliveries_are_a_table() {
    answers.put("GET /ops/deliveries", """
        200 {"deliveries": [{"id": 5, "promisedAt": "2026-11-20T12:00:00.000Z", "status": "delayed", "channel": "email", "recipient": "a@example.org", "urgency": 150,
          "attempts": 2, "lastError": "not now: 451"}], "next": "5"}""");
    Ended ended = run("deliveries --status delayed,waiting --provider smtp");
    assertThat(ended.out()).isEqualTo("""
        ID          PROMISED                  STATUS   CHANNEL  FOR            URGENCY  TRIES  LAST ERROR
        delivery/5  2026-11-20T12:00:00.000Z  delayed  email    a@example.org  150      2      not now: 451
        There are older ones: --limit shows more.
        """);
    assertThat(asked).singleElement().asString().contains("status=delayed%2Cwaiting", "provider=smtp", "limit=20");
  }

  @Test
  void deliveries_are_cancelled_one_by_one_or_all_that_are_wanted() {
    answers.put("DELETE /ops/deliveries/5", "200 {\"kind\": \"delivery\", \"id\": 5, \"outcome\": \"cancelled\"}");
    answers.put("DELETE /ops/deliveries/6", "409 {\"detail\": \"The delivery 6 is on its way.\"}");
    assertThat(run("cancel delivery/5 6 --reason x")).isEqualTo(new Ended(1, "delivery/5: cancelled\ndelivery/6: The delivery 6 is on its way.\n", ""));
    assertThat(run("cancel five --reason x").err()).contains("is no delivery");
    asked.clear();
    answers.put("GET /ops/deliveries", "200 {\"deliveries\": [{}, {}], \"next\": null}");
    answers.put("POST /ops/deliveries/cancel", "200 {\"cancelled\": 2, \"until\": \"2026-11-20T12:00:00Z\", \"next\": null}");
    Ended asksFirst = run("cancel --all --channel sms --reason x");
    assertThat(asksFirst.err()).contains("Cancel 2 deliveries? [y/N] ", "Nothing was cancelled");
    assertThat(asked).noneMatch(request -> request.startsWith("POST"));
    assertThat(run("cancel --all -y --channel sms --reason x")).isEqualTo(new Ended(0, "2 cancelled.\n", ""));
    assertThat(asked.get(asked.size() - 1)).contains("channel=sms", "reason=x", "limit=500");
  }

  @Test
  void a_folded_alert_says_into_which_and_the_other_how_many() {
    String alert = """
        {"id": 8, "kind": "fraud", "severity": "high", "raisedAt": "2026-11-20T12:00:00.000Z", "published": true, "body": {}, "verdict": null, "transaction": null,
         "deliveries": %s, "foldedInto": %s, "folded": %s}""";
    answers.put("GET /ops/alerts", "200 {\"alerts\": [" + alert.formatted("{}", 7, null) + ", " + alert.formatted("{\"delivered\": 1}", null, 199) + "], \"next\": null}");
    assertThat(run("alerts").out()).contains("folded into 7", "1 delivered, tells of 199 folded");
    answers.put("GET /ops/alerts/8", "200 " + alert.formatted("[]", 7, null));
    assertThat(run("alerts 8").out()).contains("not sent by itself: alert 7 about this card had just been").doesNotContain("nobody is to get it");
    answers.put("GET /ops/alerts/8", "200 " + alert.formatted("[]", null, 199));
    assertThat(run("alerts 8").out()).contains("its message tells of 199 that were not sent");
  }

  @Test
  void all_is_asked_about_first() {
    answers.put("GET /ops/parked", "200 {\"parked\": [{}, {}]}");
    Ended ended = run("replay --all");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("Replay 2 parked messages? [y/N] ").contains("Nothing was replayed");
    assertThat(asked).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void the_token_of_this_machine_is_not_sent_elsewhere() {
    answers.put("GET /ops/alerts", "200 {\"alerts\": [], \"next\": null}");
    assertThat(run("alerts").out()).isEqualTo("No alerts.\n");
    assertThat(asked).singleElement().asString().contains(" null ");
  }

  @Test
  void a_status_that_is_not_ready_ends_with_1() {
    answers.put("GET /observe/health", "503 {\"status\": \"DOWN\", \"checks\": {\"database\": \"DOWN\", \"generation\": {\"number\": 2, \"hash\": \"abc\"}}}");
    Ended ended = run("status");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("Wadi is NOT READY.\n  database     DOWN\n  generation   number 2, files abc\n");
  }

  @Test
  void all_processes_are_a_table_that_says_when_they_run_different_files() {
    String process = "{\"instance\": \"0a\", \"name\": \"node-%s:9876\", \"pid\": 7, \"roles\": \"all\", \"generation\": %d, \"hash\": \"%s\", "
        + "\"startedAt\": \"2026-11-21T12:00:00.000Z\", \"seenAt\": \"2026-11-21T13:00:00.000Z\", \"state\": \"%s\"}";
    answers.put("GET /ops/processes", "200 {\"processes\": [" + process.formatted("a", 14, "aaa", "up") + "," + process.formatted("b", 15, "aaa", "switching")
        + "," + process.formatted("c", 3, "ccc", "gone") + "], \"hashes\": 1}");
    assertThat(run("status --all")).isEqualTo(new Ended(0, """
        INSTANCE  PROCESS      PID  ROLES  GENERATION  FILES  UP SINCE                  STATE
        0a        node-a:9876  7    all    14          aaa    2026-11-21T12:00:00.000Z  up
        0a        node-b:9876  7    all    15          aaa    2026-11-21T12:00:00.000Z  switching
        0a        node-c:9876  7    all    3           ccc    2026-11-21T12:00:00.000Z  gone, last seen 2026-11-21T13:00:00.000Z
        All 2 processes that are up run the same files.
        """, ""));
    answers.put("GET /ops/processes", "200 {\"processes\": [" + process.formatted("a", 14, "aaa", "up") + "," + process.formatted("b", 15, "bbb", "up")
        + "], \"hashes\": 2}");
    Ended different = run("status --all");
    assertThat(different.code()).isEqualTo(1);
    assertThat(different.out()).endsWith("\nDIFFERENT FILES RUN: aaa on node-a:9876; bbb on node-b:9876. ./wadi reload --all makes them the same.\n");
    assertThat(run("status --all --json").out()).startsWith("{\"processes\"");
  }

  @Test
  void what_is_not_wadi_is_told() {
    answers.put("GET /ops/alerts", "200 <html>");
    assertThat(run("alerts").err()).contains("not Wadi's management port");
  }

  private Ended run(String words) {
    return wadi.run(words);
  }

  private Ended run(String... words) {
    return wadi.run(words);
  }
}
