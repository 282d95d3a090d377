package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.ops.OperationsServer.Reply;
import wadi.platform.ops.Reloads.Wanted;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.GenerationTable;
import wadi.platform.postgres.ProcessTable;
import wadi.platform.postgres.TestDatabase;

/** Reloads over the operations API, and the history of generations. */
@Timeout(60)
class GenerationResourcesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final List<Wanted> WANTED = new CopyOnWriteArrayList<>();
  private static volatile ReloadReport report;
  private static Vertx vertx;
  private static int port;
  private static int broken;
  private final GenerationTable table = new GenerationTable(database.database(), "/var/lib/wadi");

  @BeforeAll
  static void listen() {
    vertx = Vertx.vertx();
    Reloads reloads = wanted -> {
      WANTED.add(wanted);
      return report;
    };
    port = OperationsServer.listen(vertx, "127.0.0.1", database.database(), reloads);
    broken = OperationsServer.listen(vertx, "127.0.0.1", database.away(), reloads);
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void forget() {
    WANTED.clear();
    report = Reports.live(12);
  }

  @Test
  void a_reload_needs_the_token() throws IOException {
    assertThat(ask(port, "POST", "/ops/reload").status()).isEqualTo(401);
    assertThat(ask(port, "GET", "/ops/reload", RIGHT).status()).isEqualTo(405);
    assertThat(WANTED).isEmpty();
  }

  @Test
  void a_person_reloads_and_reads_what_happened() throws IOException {
    Reply reply = ask(port, "POST", "/ops/reload?reason=new%20budget", RIGHT, "Wadi-Actor: alice@desk");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("content-type", "application/json").containsEntry("cache-control", "no-store");
    assertThat(reply.text()).isEqualTo(ReloadView.json(report));
    assertThat(WANTED).containsExactly(new Wanted(Way.RELOAD, Optional.empty(), false, new Actor("alice@desk", "127.0.0.1", "new budget")));
    assertThat(audit("generation/12")).hasToString("[\"alice@desk\",\"reload\",\"new budget\",\"live\"]");
  }

  @Test
  void going_back_names_the_number_and_specs_are_skipped_only_with_a_reason() throws IOException {
    assertThat(ask(port, "POST", "/ops/reload?to=7", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "POST", "/ops/reload?skip-specs=true&reason=night", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "POST", "/ops/reload?skip-specs=false", RIGHT).status()).isEqualTo(200);
    assertThat(WANTED).extracting(Wanted::way).containsExactly(Way.BACK, Way.RELOAD, Way.RELOAD);
    assertThat(WANTED).extracting(Wanted::to).containsExactly(Optional.of(7L), Optional.empty(), Optional.empty());
    assertThat(WANTED).extracting(Wanted::skipSpecs).containsExactly(false, true, false);
  }

  @Test
  void all_processes_reload_when_a_person_says_so_also_back_to_an_earlier_generation() throws IOException {
    assertThat(ask(port, "POST", "/ops/reload?all=true", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "POST", "/ops/reload?all=true&to=7", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "POST", "/ops/reload?all=false", RIGHT).status()).isEqualTo(200);
    assertThat(WANTED).extracting(Wanted::way).containsExactly(Way.FLEET, Way.FLEET, Way.RELOAD);
    assertThat(WANTED).extracting(Wanted::to).containsExactly(Optional.empty(), Optional.of(7L), Optional.empty());
  }

  @Test
  void the_processes_on_the_database_are_listed() throws IOException {
    assertThat(ask(port, "GET", "/ops/processes").text()).isEqualTo("{\"processes\" : [], \"hashes\" : 0}");
    new ProcessTable(database.database()).enter(new ProcessTable.Self("a", "node", 1, "0.0.0.0:9876", "0.1.0", Instant.EPOCH),
        new ProcessTable.Doing("all", 7, "aaa", false));
    JsonNode list = ask(port, "GET", "/ops/processes").body();
    assertThat(list.at("/processes/0/name").asText()).isEqualTo("node:9876");
    assertThat(list.at("/processes/0/state").asText()).isEqualTo("up");
    assertThat(list.get("hashes").asInt()).isEqualTo(1);
    assertThat(ask(port, "GET", "/ops/processes?state=up").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"all=yes|true, false", "skip-specs=true|reason is missing", "skip-specs=yes&reason=x|true, false", "to=seven|to must be a number",
      "too=7|reason, skip-specs, to", "skip-specs=true&reason=|no usable value", "to=1&to=2|twice"})
  void a_reload_that_is_not_understood_does_nothing(String query, String words) throws IOException {
    Reply reply = ask(port, "POST", "/ops/reload?" + query, RIGHT);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().get("detail").asText()).contains(words);
    assertThat(WANTED).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"REFUSED,422", "FAILED,500", "BUSY,409", "UNKNOWN,404"})
  void what_does_not_go_live_is_a_problem_and_stands_in_the_audit(Outcome outcome, int status) throws IOException {
    report = Reports.of(outcome, 13, Reports.FAULTS);
    Reply reply = ask(port, "POST", "/ops/reload", RIGHT);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(reply.text()).isEqualTo(ReloadView.problem(report));
    assertThat(audit("generation/13").get(3).asText()).isEqualTo(outcome.word() + ": Refused: 3 errors. Generation 12 runs on.");
  }

  @Test
  void the_audit_of_what_was_not_tried_names_the_generation_that_was_wanted_or_runs() throws IOException {
    report = ReloadReport.notTried(Outcome.UNKNOWN, 12, "", "There is no generation 99.");
    ask(port, "POST", "/ops/reload?to=99", RIGHT);
    assertThat(audit("generation/99").get(3).asText()).isEqualTo("unknown: There is no generation 99.");
    report = ReloadReport.notTried(Outcome.UNCHANGED, 12, "", "Nothing has changed.");
    ask(port, "POST", "/ops/reload", RIGHT);
    assertThat(audit("generation/12").get(3).asText()).isEqualTo("unchanged");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"text/plain|true", "text/plain;q=0.9, application/json;q=0.5|true", "application/json;q=0.9, text/plain|true",
      "application/json, text/plain;q=0.5|false", "*/*|false", "application/problem+json|false", "text/html, */*|false"})
  void who_asks_for_text_gets_text_also_of_a_refusal(String accept, boolean text) throws IOException {
    Reply good = ask(port, "POST", "/ops/reload", RIGHT, "Accept: " + accept);
    assertThat(good.text()).isEqualTo(text ? ReloadView.text(report) : ReloadView.json(report));
    report = Reports.refused(13);
    Reply bad = ask(port, "POST", "/ops/reload", RIGHT, "Accept: " + accept);
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.headers()).containsEntry("content-type", text ? "text/plain; charset=utf-8" : "application/problem+json");
    assertThat(bad.text()).isEqualTo(text ? ReloadView.text(report) : ReloadView.problem(report));
  }

  @Test
  void a_reload_that_is_live_is_answered_so_although_the_audit_cannot_be_written() throws IOException {
    assertThat(ask(broken, "POST", "/ops/reload", RIGHT).status()).isEqualTo(200);
    assertThat(ask(broken, "GET", "/ops/generations").status()).isEqualTo(503);
  }

  @Test
  void the_history_is_listed_newest_first_with_who_when_what_and_why() throws IOException {
    long first = begin(Way.START, new Actor("wadi", "local", null), "aaa");
    table.end(first, Outcome.LIVE, ReloadView.json(Reports.live(first)));
    table.keep("aaa", new byte[] {1});
    long second = begin(Way.RELOAD, new Actor("alice@desk", "127.0.0.1", "new budget"), "bbb");
    table.end(second, Outcome.REFUSED, ReloadView.json(Reports.refused(second)));
    long third = begin(Way.WATCH, new Actor("watch", "local", null), "ccc");

    JsonNode list = ask(port, "GET", "/ops/generations").body().get("generations");

    assertThat(list.findValuesAsText("number")).containsExactly("" + third, "" + second, "" + first);
    assertThat(list.findValuesAsText("outcome")).containsExactly("began", "refused", "live");
    JsonNode refused = list.get(1);
    assertThat(refused.get("at").asText()).matches("20..-..-..T..:..:..\\....Z");
    assertThat(refused.get("way").asText()).isEqualTo("reload");
    assertThat(refused.get("actor").asText()).isEqualTo("alice@desk");
    assertThat(refused.get("peer").asText()).isEqualTo("127.0.0.1");
    assertThat(refused.get("reason").asText()).isEqualTo("new budget");
    assertThat(refused.get("instance").asText()).isEqualTo("/var/lib/wadi");
    assertThat(refused.get("hash").asText()).isEqualTo("bbb");
    assertThat(refused.get("filesKept").asBoolean()).isFalse();
    assertThat(refused.at("/routes/changed/0").asText()).isEqualTo("route-alert");
    assertThat(refused.get("phases").findValuesAsText("phase")).containsExactly("snapshot", "check");
    assertThat(refused.at("/errors/0/file").asText()).isEqualTo("routes/alerting/route-alert.camel.yaml");
    assertThat(refused.at("/errors/0/hint").asText()).isEqualTo("write smtp.");
    assertThat(list.get(2).get("filesKept").asBoolean()).isTrue();
    assertThat(list.get(2).at("/specs/cases").asInt()).isEqualTo(214);
    assertThat(list.get(0).get("routes").isNull()).as("not known yet").isTrue();
    assertThat(ask(port, "GET", "/ops/generations/" + second).body()).isEqualTo(refused);
  }

  @Test
  void a_generation_that_was_replaced_later_is_shown_so() throws IOException {
    long number = begin(Way.RELOAD, new Actor("a", "b", null), "aaa");
    table.end(number, Outcome.LIVE, ReloadView.json(Reports.live(number)));
    table.rolledBack(number);
    assertThat(ask(port, "GET", "/ops/generations?outcome=rolled-back").body().at("/generations/0/outcome").asText()).isEqualTo("rolled-back");
    assertThat(ask(port, "GET", "/ops/generations?outcome=live").body().get("generations")).isEmpty();
  }

  @Test
  void the_history_comes_in_pages() throws IOException {
    List<Long> numbers = List.of(begin(Way.RELOAD, new Actor("a", "b", null), "1"), begin(Way.RELOAD, new Actor("a", "b", null), "2"),
        begin(Way.RELOAD, new Actor("a", "b", null), "3"));
    JsonNode first = ask(port, "GET", "/ops/generations?limit=2").body();
    assertThat(first.get("generations").findValuesAsText("number")).containsExactly("" + numbers.get(2), "" + numbers.get(1));
    JsonNode second = ask(port, "GET", "/ops/generations?limit=2&cursor=" + first.get("next").asText()).body();
    assertThat(second.get("generations").findValuesAsText("number")).containsExactly("" + numbers.get(0));
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void what_the_history_does_not_have_or_not_understand_it_says() throws IOException {
    assertThat(ask(port, "GET", "/ops/generations/99").body().get("detail").asText()).contains("retention.generations");
    assertThat(ask(port, "GET", "/ops/generations/x").status()).isEqualTo(404);
    Reply reply = ask(port, "GET", "/ops/generations?outcome=good");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().get("detail").asText()).isEqualTo("outcome must be one of began, live, refused, failed, rolled-back, interrupted.");
  }

  private long begin(Way way, Actor actor, String hash) {
    return table.begin(way, actor, hash);
  }

  /** Who, what, why and what came of it, of the newest change of the target. */
  private static JsonNode audit(String target) throws IOException {
    JsonNode row = ask(port, "GET", "/ops/audit?target=" + target).body().at("/audit/0");
    return new ObjectMapper().createArrayNode().add(row.get("actor")).add(row.get("action")).add(row.get("reason"))
        .add(row.get("outcome"));
  }
}
