package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.ask;
import static wadi.platform.ops.OperationsServer.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class SiteResourcesTest {
  @RegisterExtension
  static final TestDatabase database = new TestDatabase();
  private static final String SHOP = "{\"name\": \"shop/1\", \"url\": \"https://shop.example.com/\", \"every\": \"1m\", \"regexp\": \"cart\"}";
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void listen() {
    vertx = Vertx.vertx();
    port = OperationsServer.listen(vertx, "127.0.0.1", database.database(), wanted -> null);
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_site_is_added_shown_changed_disabled_and_removed() throws IOException {
    JsonNode added = post(port, "/ops/sites", SHOP, RIGHT).body();
    assertThat(added.get("every").asText() + added.get("timeout").asText() + added.get("after").asText()).isEqualTo("1m5s2");
    assertThat(OperationsServer.send(port, "PATCH /ops/sites/shop%2F1", "{\"regexp\": null, \"within\": \"2s\"}", RIGHT).body().has("regexp")).isFalse();
    assertThat(ask(port, "POST", "/ops/sites/shop%2F1/disable", RIGHT).body().get("enabled").asBoolean()).isFalse();
    assertThat(ask(port, "GET", "/ops/sites").body().at("/sites/0/within").asText()).isEqualTo("2s");
    assertThat(ask(port, "GET", "/ops/sites?name=nothing").body().get("sites")).isEmpty();
    assertThat(ask(port, "GET", "/ops/sites/" + added.get("id")).body().get("checks")).isEmpty();
    assertThat(ask(port, "GET", "/ops/sites/shop%2F1/uptime").body().get("checks").asInt()).isZero();
    assertThat(ask(port, "DELETE", "/ops/sites/shop%2F1", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "GET", "/ops/sites/shop%2F1").status()).isEqualTo(404);
    assertThat(ask(port, "GET", "/ops/audit").text()).contains("add-site", "change-site", "disabled", "remove-site");
  }

  @Test
  void an_import_is_all_or_nothing_and_names_the_lines() throws IOException {
    OperationsServer.Reply wrong = post(port, "/ops/sites/import?format=csv", "id,url,regexp\n7,https://a.example.com/,x\n8,nowhere,y\n", RIGHT);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body().at("/errors/0/line").asInt()).isEqualTo(3);
    assertThat(database.count("select count(*) from sites")).isZero();
    assertThat(post(port, "/ops/sites/import?format=csv", "id,url,regexp\n7,https://a.example.com/,x\n", RIGHT).body().toString())
        .isEqualTo("{\"added\":1,\"changed\":0,\"unchanged\":0,\"disabled\":0}");
    assertThat(ask(port, "GET", "/ops/sites/7").body().get("regexp").asText()).isEqualTo("x");
  }

  @Test
  void sites_are_looked_at_when_somebody_asks_those_that_are_named_or_all_that_are_enabled() throws IOException {
    post(port, "/ops/sites/import?format=csv", "name,url,enabled\ngood,https://good.example.com/,true\nbad,https://bad.example.com/,true\noff,https://bad.example.com/2,false\n", RIGHT);

    assertThat(post(port, "/ops/sites/check", "", RIGHT).body().at("/checks")).extracting(check -> check.get("name").asText() + " " + check.get("outcome").asText())
        .containsExactly("good up", "bad down");
    assertThat(post(port, "/ops/sites/check?publish=true", "{\"names\": [\"good\"]}", RIGHT).body().toString()).contains("\"bad\":0", "\"published\":true");
    assertThat(post(port, "/ops/sites/check", "{\"names\": [\"nobody\"]}", RIGHT).status()).isEqualTo(404);
    assertThat(post(port, "/ops/sites/check", "{\"name\": 1}", RIGHT).status()).isEqualTo(400);
  }

  @Test
  void what_is_wrong_is_listed_over_all_sites_with_what_silences_it() throws IOException {
    post(port, "/ops/sites/import?format=csv", "name,url,enabled\nshop,https://shop.example.com/,true\nblog,https://blog.example.com/,true\nold,https://old.example.com/,false\n", RIGHT);
    database.jdbc().sql("insert into site_state (site_id, next_at, outcome) select id, now(), 'down' from sites where name in ('shop', 'old')").update();
    database.jdbc().sql("""
        insert into site_incident (id, site_id, track, kind, severity, began_at, opened_at, ended_at, checks, causes)
        select n, id, 'availability', 'down', 'critical', '2026-11-20T12:00:00Z', '2026-11-20T12:01:00Z', case when n = 1 then timestamptz '2026-11-20T12:05:00Z' end, 5, '{"refused": 5}'
        from sites, generate_series(1, 2) n where name = 'shop'""").update();
    ask(port, "POST", "/ops/silences?match=site%3Dshop%20severity%3Dcritical&for=60&reason=x", RIGHT);
    database.jdbc().sql("insert into silence (matchers, from_at, until_at, reason, who) values ('[{\"field\": \"site\", \"op\": \"=~\", \"value\": \"(\"}]', now(), now() + interval '1 day', 'x', 'x')")
        .update();

    assertThat(ask(port, "GET", "/ops/incidents?open=true").body().at("/incidents")).singleElement().satisfies(open -> {
      assertThat(open.get("site").asText() + " " + open.get("kind").asText() + " " + open.get("causes")).isEqualTo("shop down {\"refused\":5}");
      assertThat(open.get("endedAt").isNull()).isTrue();
    });
    assertThat(ask(port, "GET", "/ops/incidents?site=shop").body().at("/incidents")).extracting(one -> one.get("id").asInt()).containsExactly(2, 1);
    assertThat(ask(port, "GET", "/ops/incidents?site=blog").body().at("/incidents")).isEmpty();
    assertThat(ask(port, "GET", "/ops/incidents?site=nobody").status()).isEqualTo(404);
    JsonNode sites = ask(port, "GET", "/ops/sites").body();
    assertThat(sites.get("counts").toString()).isEqualTo("{\"down\":1,\"unchecked\":1,\"unwatched\":1}");
    assertThat(sites.at("/sites/0/silenced/0/events").toString()).isEqualTo("[\"down\"]");
    assertThat(sites.at("/sites/1/silenced")).isEmpty();
    assertThat(ask(port, "GET", "/ops/sites?outcome=down").body().get("sites")).hasSize(1);
    assertThat(ask(port, "GET", "/ops/sites?outcome=unwatched").body().at("/sites/0/name").asText()).isEqualTo("old");
    assertThat(ask(port, "GET", "/ops/sites/shop").body().at("/silenced/0/by").isNumber()).isTrue();
    assertThat(ask(port, "GET", "/ops/sites/shop").body().get("incidents")).hasSize(2);
  }

  @Test
  void nothing_changes_without_the_token_and_what_cannot_be_is_refused_in_words() throws IOException {
    assertThat(post(port, "/ops/sites", SHOP).status()).isEqualTo(401);
    assertThat(post(port, "/ops/sites/check", "").status()).isEqualTo(401);
    assertThat(post(port, "/ops/sites", SHOP, RIGHT).status()).isEqualTo(200);
    assertThat(post(port, "/ops/sites", SHOP, RIGHT).status()).isEqualTo(409);
    assertThat(post(port, "/ops/sites", "{\"url\": \"http://10.0.0.1/\"}", RIGHT).text()).contains("sites.allow-private=true");
    assertThat(post(port, "/ops/sites", "", RIGHT).status()).isEqualTo(400);
    assertThat(post(port, "/ops/sites", "nonsense", RIGHT).status()).isEqualTo(422);
    assertThat(ask(port, "GET", "/ops/sites?outcome=well").status()).isEqualTo(400);
    assertThat(ask(port, "GET", "/ops/sites/1/uptime?days=0").status()).isEqualTo(400);
    assertThat(ask(port, "PUT", "/ops/sites", RIGHT).status()).isEqualTo(405);
    assertThat(database.count("select count(*) from sites")).isOne();
  }
}
