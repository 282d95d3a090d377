package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.ops.OperationsServer.RIGHT;
import static wadi.platform.ops.OperationsServer.ask;

import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.keys.KeyText;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class KeyResourcesTest {
  @RegisterExtension
  static final TestDatabase database = new TestDatabase();
  private static final String HASH = KeyText.hash("0123456789abcdef");
  private static final String NEXT = KeyText.hash("fedcba9876543210");
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
  void a_key_is_made_rotated_listed_and_revoked() throws IOException {
    assertThat(ask(port, "POST", "/ops/keys?name=shop&scope=mail,alerting&rate=5&hash=" + HASH, RIGHT).body().toString()).isEqualTo("{\"name\":\"shop\",\"outcome\":\"done\"}");
    assertThat(ask(port, "POST", "/ops/keys/shop/rotate?overlap=60&hash=" + NEXT, RIGHT).status()).isEqualTo(200);
    String list = ask(port, "GET", "/ops/keys").text();
    assertThat(list).contains("\"state\" : \"expiring\"", "\"state\" : \"live\"", "[\"alerting\",\"mail\"]", "\"rate\" : 5").doesNotContain(HASH).doesNotContain(NEXT);
    assertThat(ask(port, "DELETE", "/ops/keys/shop", RIGHT).status()).isEqualTo(200);
    assertThat(ask(port, "GET", "/ops/keys").text()).contains("\"state\" : \"revoked\"").doesNotContain("live");
    assertThat(ask(port, "GET", "/ops/audit").text()).contains("create-key", "rotate-key", "revoke-key", "key/shop").doesNotContain(HASH);
  }

  @Test
  void nothing_changes_without_the_token() throws IOException {
    assertThat(ask(port, "POST", "/ops/keys?name=shop&scope=mail&hash=" + HASH).status()).isEqualTo(401);
    assertThat(ask(port, "DELETE", "/ops/keys/shop").status()).isEqualTo(401);
    assertThat(database.count("select count(*) from api_key")).isZero();
  }

  @Test
  void what_cannot_be_is_refused_in_words() throws IOException {
    assertThat(ask(port, "POST", "/ops/keys?name=known&scope=mail&hash=" + NEXT, RIGHT).status()).isEqualTo(200);
    for (String[] wrong : new String[][] {
        {"POST", "/ops/keys?scope=mail&hash=HASH", "400", "name is missing"},
        {"POST", "/ops/keys?name=a&hash=HASH", "400", "scope is missing"},
        {"POST", "/ops/keys?name=a&scope=mail", "400", "hash is missing"},
        {"POST", "/ops/keys?name=a&scope=mail&hash=wadi_secret", "400", "SHA-256"},
        {"POST", "/ops/keys?name=a&scope=mial&hash=HASH", "400", "There is no scope"},
        {"POST", "/ops/keys?name=a&scope=mail&rate=0&hash=HASH", "400", "rate"},
        {"POST", "/ops/keys?name=a&scope=mail&key=x&hash=HASH", "400", "There is no parameter"},
        {"POST", "/ops/keys?name=known&scope=mail&hash=OTHER", "409", "There is a key of this name"},
        {"POST", "/ops/keys?name=a&scope=mail&hash=KNOWN", "409", "This key is in the database"},
        {"POST", "/ops/keys/nobody/rotate?hash=HASH", "404", "no live key"},
        {"POST", "/ops/keys/known/rotate?overlap=99999999&hash=HASH", "400", "overlap"},
        {"DELETE", "/ops/keys/nobody", "404", "no live key"},
        {"PUT", "/ops/keys", "405", "GET, POST"}}) {
      OperationsServer.Reply reply = ask(port, wrong[0], wrong[1].replace("HASH", HASH).replace("OTHER", HASH).replace("KNOWN", NEXT), RIGHT);
      assertThat(reply.status()).as(wrong[1]).isEqualTo(Integer.parseInt(wrong[2]));
      assertThat(reply.body().get("detail").asText()).contains(wrong[3]);
    }
    assertThat(database.count("select count(*) from api_key")).isEqualTo(1);
  }
}
