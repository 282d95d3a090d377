package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.StartupException;

@Timeout(60)
class HttpServersTest {
  private final HttpServers servers = new HttpServers(2);
  private int port;

  @BeforeEach
  void choose() throws Exception {
    port = freePort();
  }

  @AfterEach
  void close() {
    servers.close();
  }

  @Test
  void hands_requests_over() throws Exception {
    listen(request -> request.response().end("hello"));
    assertThat(exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200").endsWith("hello");
  }

  @Test
  void answers_a_header_that_is_too_large_with_a_problem() throws Exception {
    listen(request -> request.response().end("hello"));
    assertProblem(exchange("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"), 431, "Request Header Fields Too Large");
  }

  @Test
  void answers_a_request_line_that_is_too_long_with_a_problem() throws Exception {
    listen(request -> request.response().end("hello"));
    assertProblem(exchange("GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414, "URI Too Long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4111111111111111\r\n\r\n", "\u0001\u0002\u0003 / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nno colon in 4111111111111111\r\n\r\n"})
  void answers_what_is_no_http_with_a_problem_that_repeats_nothing(String sent) throws Exception {
    listen(request -> request.response().end("hello"));
    String answer = exchange(sent);
    assertProblem(answer, 400, "Bad Request");
    assertThat(answer).doesNotContain("4111111111111111");
  }

  @Test
  void names_the_property_of_a_port_in_use() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> servers.listen("127.0.0.1", taken.getLocalPort(), "management.port", request -> {}))
          .isInstanceOf(StartupException.class).hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("management.port").hasMessageContaining("in use");
    }
  }

  @Test
  void names_the_property_of_a_host_that_is_not_ours() {
    assertThatThrownBy(() -> servers.listen("192.0.2.1", port, "http.port", request -> {}))
        .isInstanceOf(StartupException.class).hasMessageContaining("192.0.2.1:" + port).hasMessageContaining("http.port");
  }

  @Test
  void sends_a_problem_with_its_places() throws Exception {
    listen(request -> new Problem(422, "Unusable", "Größe", List.of(new Problem.At("/payment", "is missing"))).send(request.response()));
    JsonNode problem = assertProblem(exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 422, "Unusable");
    assertThat(problem.get("detail").asText()).isEqualTo("Größe");
    assertThat(problem.get("errors").toString()).isEqualTo("[{\"pointer\":\"/payment\",\"detail\":\"is missing\"}]");
  }

  @Test
  void breaks_off_an_answer_that_was_begun() throws Exception {
    listen(request -> {
      request.response().setChunked(true).write("half");
      new Problem(500, "Oh", "no").send(request.response());
    });
    assertThat(exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("Oh").doesNotContain("\r\n0\r\n");
  }

  @Test
  void is_closed_to_new_connections_when_closed() throws Exception {
    listen(request -> request.response().end("hello"));
    servers.close();
    assertThatThrownBy(() -> exchange("GET / HTTP/1.1\r\n\r\n")).isInstanceOf(ConnectException.class);
  }

  private void listen(Handler<HttpServerRequest> handler) {
    servers.listen("127.0.0.1", port, "http.port", handler);
  }

  /** Until the server hangs up. */
  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonNode assertProblem(String answer, int status, String title) throws IOException {
    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*").containsIgnoringCase("content-type: application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isEqualTo(title);
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("detail").asText()).isNotBlank();
    return problem;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
