package wadi.platform.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.ops.OperationsServer.Reply;
import wadi.platform.postgres.TestDatabase;

/** {@code POST /ops/explain}: needs no database. */
class ExplainResourceTest {
  private static final String PATH = "/ops/explain";

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void listen() {
    port = OperationsServer.listen(vertx, "127.0.0.1", database.away(), wanted -> {
      throw new AssertionError("no reload");
    });
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void answers_with_the_explanation_of_the_body_whatever_curl_calls_it() throws IOException {
    Reply reply = OperationsServer.post(port, PATH, "order=1", OperationsServer.RIGHT, "Content-Type: application/x-www-form-urlencoded");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().get("explained").asText()).isEqualTo("order=1");
  }

  @Test
  void needs_the_token_also_from_this_machine() throws IOException {
    assertThat(OperationsServer.post(port, PATH, "x").status()).isEqualTo(401);
  }

  @Test
  void says_what_is_wrong_with_a_message() throws IOException {
    assertProblem(OperationsServer.post(port, PATH, "wrong", OperationsServer.RIGHT), 400, "The message is wrong.");
    assertProblem(OperationsServer.post(port, PATH, "", OperationsServer.RIGHT), 400, "The message is empty.");
  }

  @Test
  void says_that_it_is_busy() throws IOException {
    assertProblem(OperationsServer.post(port, PATH, "busy", OperationsServer.RIGHT), 429, "Another message is being explained. Try again in a second.");
  }

  @Test
  void refuses_what_is_larger_than_a_message_can_be_and_parameters_it_does_not_know() throws IOException {
    assertThat(OperationsServer.post(port, PATH, "x".repeat(1024 * 1024 + 1), OperationsServer.RIGHT).status()).isEqualTo(413);
    assertThat(OperationsServer.post(port, PATH + "?live=true", "x", OperationsServer.RIGHT).status()).isEqualTo(400);
    assertThat(OperationsServer.ask(port, "GET", PATH).status()).isEqualTo(405);
  }

  private static void assertProblem(Reply reply, int status, String detail) throws IOException {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().get("detail").asText()).isEqualTo(detail);
  }
}
