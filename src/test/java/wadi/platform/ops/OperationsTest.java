package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.TOKEN;
import static wadi.platform.ops.OperationsServer.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.ops.OperationsServer.Reply;
import wadi.platform.postgres.Rows;
import wadi.platform.postgres.TestDatabase;

/** The operations API as its clients meet it, rightful and other. */
@Timeout(60)
class OperationsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Reloads NO_RELOADS = wanted -> ReloadReport.notTried(Outcome.BUSY, 1, "", "Not here.");

  private static Vertx vertx;
  private static int local;
  private static int wide;
  private static int broken;
  private final Rows rows = new Rows(database.jdbc());

  @BeforeAll
  static void listen() {
    vertx = Vertx.vertx();
    local = OperationsServer.listen(vertx, "127.0.0.1", database.database(), NO_RELOADS);
    wide = OperationsServer.listen(vertx, "0.0.0.0", database.database(), NO_RELOADS);
    broken = OperationsServer.listen(vertx, "127.0.0.1", database.away(), NO_RELOADS);
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      // peer    | token              | GET | POST
      "127.0.0.1 | -                  | 200 | 401",
      "::1       | -                  | 200 | 401",
      "127.9.9.9 | -                  | 200 | 401",
      "10.1.2.3  | -                  | 401 | 401",
      "::ffff:10.1.2.3 | -            | 401 | 401",
      "null      | -                  | 401 | 401",
      "localhost | -                  | 401 | 401",
      "127.0.0.1 | Bearer right       | 200 | 200",
      "10.1.2.3  | Bearer right       | 200 | 200",
      "10.1.2.3  | bearer  right      | 200 | 200",
      "127.0.0.1 | Bearer wrong       | 401 | 401",
      "127.0.0.1 | Bearer             | 401 | 401",
      "127.0.0.1 | Bearer right,right | 401 | 401",
      "127.0.0.1 | Basic right        | 401 | 401",
      "127.0.0.1 | right              | 401 | 401",
      "10.1.2.3  | Bearer wrong       | 401 | 401"})
  void who_may_look_and_who_may_change(String peer, String token, int get, int post) throws IOException {
    List<String> headers = new ArrayList<>(List.of("Test-Peer: " + peer));
    if (token != null) {
      headers.add("Authorization: " + token.replace("right", TOKEN).replace("wrong", TOKEN.replace('f', 'e')));
    }
    Reply looked = ask(local, "GET", "/ops/audit", headers.toArray(String[]::new));
    Reply changed = ask(local, "POST", "/ops/parked/replay", headers.toArray(String[]::new));
    assertThat(looked.status()).isEqualTo(get);
    assertThat(changed.status()).isEqualTo(post);
    if (changed.status() == 401) {
      assertThat(changed.headers().get("www-authenticate")).isEqualTo(token == null ? "Bearer realm=\"wadi\"" : "Bearer realm=\"wadi\", error=\"invalid_token\"");
      assertThat(changed.headers().get("content-type")).isEqualTo("application/problem+json");
      assertThat(changed.body().get("detail").asText()).contains("./wadi status --token");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ops", "/ops/", "/ops/alerts", "/ops/alerts/", "/ops/alerts/1", "/ops/transactions/1", "/ops/deliveries", "/ops/parked", "/ops/parked/delivery/1",
      "/ops/audit", "/ops/nothing", "//ops/alerts", "/ops//alerts", "/ops/./alerts", "/x/../ops/alerts", "/ops/%61lerts", "/%6fps/alerts"})
  void a_port_beyond_loopback_shows_nothing_without_token(String path) throws IOException {
    for (String host : List.of("localhost", "wadi.example.com")) {
      assertThat(ask(wide, "GET", path, "Host: " + host).status()).as("404 where it leads nowhere").isIn(401, 404);
    }
    assertThat(ask(wide, "GET", "/ops/alerts", "Host: wadi.example.com", RIGHT).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded: for=10.0.0.1", "X-Forwarded-For: 10.0.0.1", "Via: 1.1 proxy", "x-real-ip: 10.0.0.1"})
  void what_comes_through_a_proxy_needs_the_token(String header) throws IOException {
    assertThat(ask(local, "GET", "/ops/alerts", header).status()).isEqualTo(401);
    assertThat(ask(local, "GET", "/ops/alerts", header, RIGHT).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: evil.example", "Host: 127.0.0.1.evil.example", "Host: localhost.evil.example:80", "Host: 10.0.0.1"})
  void a_name_given_to_this_address_by_somebody_else_is_not_answered(String host) throws IOException {
    assertThat(ask(local, "GET", "/ops/alerts", host).status()).isEqualTo(421);
    assertThat(ask(local, "POST", "/ops/parked/replay", host, RIGHT).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://localhost"})
  void a_page_of_another_origin_may_nothing_even_with_the_token(String header) throws IOException {
    assertThat(ask(local, "GET", "/ops/alerts", header).status()).isEqualTo(403);
    assertThat(ask(local, "POST", "/ops/parked/replay", header, RIGHT).status()).isEqualTo(403);
    assertThat(ask(local, "GET", "/ops/alerts", "Origin: http://localhost", "Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
  }

  @Test
  void behind_a_trusted_proxy_a_page_is_of_the_origin_that_the_browser_knows() throws IOException {
    String[] page = {"Origin: https://ops.example.com", "X-Forwarded-Proto: https", "X-Forwarded-Host: ops.example.com", "X-Forwarded-For: 203.0.113.7", RIGHT};
    assertThat(OperationsServer.askFrom("127.0.0.2", local, "GET", "/ops/alerts", page).status()).isEqualTo(200);
    assertThat(OperationsServer.askFrom("127.0.0.2", local, "GET", "/ops/alerts", page[0], page[1], "X-Forwarded-Host: evil.example", RIGHT).status()).isEqualTo(403);
    assertThat(ask(local, "GET", "/ops/alerts", page).status()).as("from somebody who is no proxy").isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/ops/alerts?severit=low|severity", "/ops/alerts?severity=bad|low, normal, high, critical", "/ops/alerts?since=yesterday|2026-11-20T12:00:00Z",
      "/ops/alerts?transaction=x|transaction must be a number", "/ops/alerts?limit=0|from 1 to 500", "/ops/alerts?limit=501|from 1 to 500",
      "/ops/alerts?cursor=x|next", "/ops/alerts?limit=1&limit=2|twice", "/ops/alerts?%zz|cannot be read", "/ops/alerts/1?x=1|none",
      "/ops/transactions/1?card=1|none", "/ops/transactions/x|must be a number", "/ops/transactions/4111111111111111111|must be a number",
      "/ops/deliveries?status=lost|waiting, delayed", "/ops/deliveries?status=waiting,lost|divided by commas", "/ops/parked?status=waiting|parked, expired", "/ops/deliveries?recipient=|recipient has no usable value", "/ops/deliveries?recipient=%00|usable",
      "/ops/parked?kind=letter|delivery, dead-letter", "/ops/parked?cursor=MTIz|next", "/ops/audit?who=me|target"})
  void a_query_that_is_not_understood_is_refused_in_words(String path, String words) throws IOException {
    Reply reply = ask(local, "GET", path);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.body().get("detail").asText()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ops", "/ops/alerts/1", "/ops/alerts/x", "/ops/alerts/99999999999999999999", "/ops/transactions/1", "/ops/transactions", "/ops/deliveries/1", "/ops/parked/delivery/1",
      "/ops/parked/dead-letter/1", "/ops/parked/letter/1", "/ops/nothing", "/ops/alerts/1/2"})
  void what_is_not_there_is_not_found(String path) throws IOException {
    Reply reply = ask(local, "GET", path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body().get("title").asText()).isEqualTo("Not Found");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"DELETE|/ops/alerts|GET", "PUT|/ops/alerts/1|GET", "DELETE|/ops/transactions/1|GET", "GET|/ops/parked/replay|POST", "PUT|/ops/deliveries/1|GET, DELETE", "PUT|/ops/deliveries/cancel|POST", "POST|/ops/parked/delivery/1|GET, DELETE",
      "GET|/ops/parked/delivery/1/replay|POST", "PATCH|/ops/audit|GET"})
  void another_method_is_refused_and_the_right_ones_are_named(String method, String path, String allow) throws IOException {
    Reply reply = ask(local, method, path, RIGHT);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers().get("allow")).isEqualTo(allow);
    assertThat(reply.body().get("status").asInt()).isEqualTo(405);
  }

  @Test
  void without_its_database_it_says_so_and_says_nothing_else() throws IOException {
    for (String path : List.of("/ops/alerts", "/ops/alerts/1", "/ops/transactions/1", "/ops/deliveries", "/ops/parked", "/ops/audit")) {
      Reply reply = ask(broken, "GET", path);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body().get("detail").asText()).isEqualTo("The database cannot be used now. Try again later.");
    }
    assertThat(ask(broken, "POST", "/ops/parked/delivery/1/replay", RIGHT).status()).isEqualTo(503);
  }

  @Test
  void lists_are_given_out_in_pages() throws IOException {
    for (int id = 1; id <= 5; id++) {
      rows.alert(id, null, "low", "2026-11-20T12:00:0" + id + "Z");
    }
    Reply first = ask(local, "GET", "/ops/alerts?limit=3");
    assertThat(first.headers()).containsEntry("content-type", "application/json").containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(first.body().get("alerts").findValuesAsText("id")).containsExactly("5", "4", "3");
    Reply second = ask(local, "GET", "/ops/alerts?limit=3&cursor=" + first.body().get("next").asText());
    assertThat(second.body().get("alerts").findValuesAsText("id")).containsExactly("2", "1");
    assertThat(second.body().get("next").isNull()).isTrue();
    assertThat(ask(local, "GET", "/ops/alerts?since=2026-11-20T13:00:04%2B01:00").body().get("alerts")).hasSize(2);
    assertThat(ask(local, "GET", "/ops/alerts/4").body().get("id").asInt()).isEqualTo(4);
  }

  @Test
  void budgets_come_with_what_waits_and_the_forecast() throws IOException {
    rows.delivery(1, 7, "email", "a", "waiting", 0);
    Reply budgets = ask(local, "GET", "/ops/budgets");
    assertThat(budgets.status()).isEqualTo(200);
    assertThat(budgets.body().at("/channels/0/providers/0/windows/0/limit").asInt()).isEqualTo(300);
    assertThat(budgets.body().at("/channels/0/providers/0/state").asText()).isEqualTo("unknown");
    assertThat(budgets.body().at("/channels/0/forecast/words").asText()).isEqualTo("all that waits leaves today");
    assertThat(budgets.body().get("channels").get(0).get("waiting")).hasSize(4);
    assertThat(ask(local, "GET", "/ops/budgets?channel=sms").status()).isEqualTo(400);
    assertThat(ask(broken, "GET", "/ops/budgets").status()).isEqualTo(503);
  }

  @Test
  void deliveries_come_with_the_backlog_and_parked_ones_with_their_number() throws IOException {
    rows.delivery(1, 7, "email", "a", "waiting", 0);
    rows.delivery(2, 7, "email", "b", "parked", 1);
    rows.deadLetter("receive", "poison");
    Reply deliveries = ask(local, "GET", "/ops/deliveries?status=waiting");
    assertThat(deliveries.body().get("deliveries")).hasSize(1);
    assertThat(deliveries.body().at("/backlog/0/parked").asInt()).isEqualTo(1);
    Reply parked = ask(local, "GET", "/ops/parked?kind=delivery");
    assertThat(parked.body().get("parked")).hasSize(1);
    assertThat(parked.body().at("/total/dead-letter").asInt()).isEqualTo(1);
    assertThat(ask(local, "GET", "/ops/deliveries/1").body().get("recipient").asText()).isEqualTo("a");
  }

  @Test
  void a_change_is_made_once_and_stands_in_the_audit() throws IOException {
    rows.delivery(2, 7, "email", "b", "parked", 1);
    Reply replayed = ask(local, "POST", "/ops/parked/delivery/2/replay?reason=card%204111111111111111%0Amended", RIGHT, "Wadi-Actor: alice@desk");
    assertThat(replayed.body()).hasToString("{\"kind\":\"delivery\",\"id\":2,\"outcome\":\"waiting\"}");
    Reply again = ask(local, "POST", "/ops/parked/delivery/2/replay", RIGHT);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().get("detail").asText()).isEqualTo("The delivery 2 is not parked: it is waiting.");
    JsonNode audit = ask(local, "GET", "/ops/audit?target=delivery/2").body().get("audit");
    assertThat(audit).hasSize(1);
    assertThat(audit.at("/0/actor").asText()).isEqualTo("alice@desk");
    assertThat(audit.at("/0/peer").asText()).isEqualTo("127.0.0.1");
    assertThat(audit.at("/0/reason").asText()).isEqualTo("card 411111******1111 mended");
    assertThat(audit.at("/0/outcome").asText()).isEqualTo("waiting");
  }

  @Test
  void many_are_replayed_and_what_is_dismissed_needs_a_reason() throws IOException {
    rows.delivery(1, 7, "email", "a", "parked", 1);
    rows.delivery(2, 7, "sms", "b", "parked", 1);
    long letter = rows.deadLetter("receive", "poison");
    Reply mails = ask(local, "POST", "/ops/parked/replay?channel=email", RIGHT);
    assertThat(mails.body().get("results").findValuesAsText("id")).containsExactly("1");
    assertThat(mails.body().get("next").isNull()).isTrue();
    assertThat(mails.body().hasNonNull("until")).isTrue();
    assertThat(ask(local, "DELETE", "/ops/parked/dead-letter/" + letter, RIGHT).status()).isEqualTo(400);
    assertThat(ask(local, "DELETE", "/ops/parked/dead-letter/" + letter + "?reason=old", RIGHT).status()).isEqualTo(200);
    JsonNode closed = ask(local, "GET", "/ops/parked/dead-letter/" + letter).body();
    assertThat(closed.get("status").asText()).isEqualTo("dismissed");
    assertThat(closed.at("/changes/0/reason").asText()).isEqualTo("old");
  }

  @Test
  void deliveries_are_listed_by_several_statuses_and_cancelled_for_a_reason() throws IOException {
    rows.delivery(1, 7, "email", "a", "waiting", 0);
    rows.delivery(2, 8, "sms", "a", "delayed", 1);
    rows.delivery(3, 9, "email", "a", "leased", 1);
    assertThat(ask(local, "GET", "/ops/deliveries?status=delayed,leased").body().get("deliveries").findValuesAsText("id")).containsExactly("3", "2");
    assertThat(ask(local, "DELETE", "/ops/deliveries/1", RIGHT).status()).isEqualTo(400);
    assertThat(ask(local, "POST", "/ops/deliveries/cancel?status=leased&reason=x", RIGHT).status()).isEqualTo(400);
    assertThat(ask(local, "DELETE", "/ops/deliveries/1?reason=x").status()).isEqualTo(401);
    assertThat(ask(local, "DELETE", "/ops/deliveries/1?reason=x", RIGHT).body().get("outcome").asText()).isEqualTo("cancelled");
    assertThat(ask(local, "DELETE", "/ops/deliveries/3?reason=x", RIGHT).status()).isEqualTo(409);
    Reply many = ask(local, "POST", "/ops/deliveries/cancel?channel=sms&reason=x", RIGHT);
    assertThat(many.body().get("cancelled").asInt()).isEqualTo(1);
    assertThat(many.body().get("next").isNull()).isTrue();
    assertThat(database.count("select count(*) from delivery where status = 'cancelled'")).isEqualTo(2);
  }

  @Test
  void an_expired_delivery_is_replayed_with_a_deadline() throws IOException {
    rows.delivery(1, 7, "email", "a", "expired", 0);
    database.jdbc().sql("update delivery set expires_at = now() - interval '1 hour'").update();
    assertThat(ask(local, "GET", "/ops/parked?status=expired").body().at("/parked/0/status").asText()).isEqualTo("expired");
    assertThat(ask(local, "POST", "/ops/parked/delivery/1/replay", RIGHT).status()).isEqualTo(409);
    assertThat(ask(local, "POST", "/ops/parked/replay?status=expired&deadline=2099-01-01T00:00:00Z", RIGHT).body().at("/results/0/outcome").asText()).isEqualTo("waiting");
  }

  @Test
  void a_token_must_be_long() {
    assertThat(new OperationsToken(TOKEN).is(TOKEN)).isTrue();
    assertThat(new OperationsToken(TOKEN).is(TOKEN + "0")).isFalse();
    assertThat(new OperationsToken(TOKEN).is("")).isFalse();
  }
}
