package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.alerting.Silence;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class SilenceResourcesTest {
  @RegisterExtension
  static final TestDatabase database = new TestDatabase();
  private static Vertx vertx;
  private static int port;

  private final SilenceTable silences = new SilenceTable(database.database());

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
  void a_silence_is_made_is_on_is_listed_and_ended() throws IOException {
    String made = ask(port, "POST", "/ops/silences?for=7200&reason=moving&match=" + encoded("site=\"my shop\" severity=~\"high|critical\""), RIGHT).body().toString();
    assertThat(made).contains("\"id\":").contains("\"until\":");
    Silence silence = silences.current(Instant.now()).get(0);
    assertThat(silence.reason()).isEqualTo("moving");
    assertThat(silence.inWords()).contains("silenced by " + silence.id() + " until ", "site=\"my shop\" severity=~\"high|critical\"");
    database.jdbc().sql("insert into alert (id, kind, severity, raised_at, body) values (7, 'site', 'high', now(), '{\"site\": \"my shop\"}')").update();
    silences.mark(7, silence.id());
    JsonNode listed = ask(port, "GET", "/ops/silences").body().path("silences").path(0);
    assertThat(listed.path("state").asText()).isEqualTo("on");
    assertThat(listed.path("matchers").toString()).isEqualTo("[\"site=\\\"my shop\\\"\",\"severity=~\\\"high|critical\\\"\"]");
    assertThat(listed.path("silenced").asInt()).isEqualTo(1);
    assertThat(ask(port, "GET", "/ops/alerts/7").text()).contains("silencedBy", "moving");
    assertThat(ask(port, "GET", "/ops/alerts?silence=" + silence.id()).body().at("/alerts/0/site").asText()).isEqualTo("my shop");
    assertThat(ask(port, "GET", "/ops/alerts?silence=99").body().get("alerts")).isEmpty();
    assertThat(ask(port, "DELETE", "/ops/silences/" + silence.id(), RIGHT).status()).isEqualTo(200);
    assertThat(silences.current(Instant.now())).isEmpty();
    assertThat(ask(port, "GET", "/ops/silences").body().path("silences")).isEmpty();
    assertThat(ask(port, "GET", "/ops/silences?all=true").body().path("silences").path(0).path("state").asText()).isEqualTo("ended");
    assertThat(ask(port, "DELETE", "/ops/silences/" + silence.id(), RIGHT).status()).isEqualTo(409);
    assertThat(ask(port, "DELETE", "/ops/silences/99", RIGHT).status()).isEqualTo(404);
    assertThat(ask(port, "GET", "/ops/audit?target=silence/" + silence.id()).text()).contains("\"silence\"", "end silence", "moving");
  }

  @Test
  void one_to_come_is_not_on_yet() throws IOException {
    Instant tomorrow = Instant.now().plusSeconds(86_400);
    assertThat(ask(port, "POST", "/ops/silences?match=site%3Dshop&for=60&reason=x&from=" + tomorrow, RIGHT).status()).isEqualTo(200);
    assertThat(silences.current(Instant.now())).isEmpty();
    assertThat(silences.current(tomorrow.plusSeconds(59))).hasSize(1);
    assertThat(silences.current(tomorrow.plusSeconds(61))).isEmpty();
    assertThat(ask(port, "GET", "/ops/silences").text()).contains("to come");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"for=60&reason=x|match is missing", "match=site%3Dshop&for=60|reason is missing", "match=site%3Dshop&reason=x|Say how long",
      "match=site%3Dshop&reason=x&for=60&until=2030-01-01T00:00:00Z|Say how long", "match=site%3Dshop&reason=x&for=99999999|a year at most", "match=site&reason=x&for=60|is no matcher",
      "match=site%3D~%22(%22&reason=x&for=60|no regular expression", "match=site%3D~.*&reason=x&for=60|hold for an alert that says nothing", "match=site!%3Dshop&reason=x&for=60|hold for an alert that says nothing",
      "match=site%3Dshop&reason=x&until=2020-01-01T00:00:00Z|end after it begins", "match=site%3Dshop&reason=x&for=60&who=me|no parameter of this name"})
  void what_nobody_can_mean_is_refused_in_words(String query, String words) throws IOException {
    OperationsServer.Reply answer = ask(port, "POST", "/ops/silences?" + query, RIGHT);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains(words);
    assertThat(database.count("select count(*) from silence")).isZero();
  }

  @Test
  void nothing_changes_without_the_token() throws IOException {
    assertThat(ask(port, "POST", "/ops/silences?match=site%3Dshop&for=60&reason=x").status()).isEqualTo(401);
    assertThat(ask(port, "DELETE", "/ops/silences/1").status()).isEqualTo(401);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
