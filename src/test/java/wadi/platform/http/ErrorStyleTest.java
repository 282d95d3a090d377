package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ErrorStyleTest {
  private final HttpServers servers = new HttpServers(2);

  @AfterEach
  void close() {
    servers.close();
  }

  @ParameterizedTest
  @EnumSource
  void each_error_has_its_status_in_both_styles(EdgeError error) throws Exception {
    assertThat(refused(error, "/transact").headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused(error, "/transact").body()).contains("\"status\":" + error.status());
    HttpResponse<String> old = refused(error, "/api/v1.0/sendMessage");
    assertThat(old.statusCode()).isEqualTo(error.status());
    assertThat(old.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(old.body()).startsWith("{\"detail\":\"").endsWith("\"}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "NO_KEY | {\"detail\":\"Authentication credentials were not provided.\"}",
      "WRONG_KEY | {\"detail\":\"Incorrect authentication credentials.\"}",
      "OTHER_METHOD | {\"detail\":\"Method \\\"PUT\\\" not allowed.\"}",
      "OTHER_CONTENT | {\"detail\":\"Unsupported media type \\\"text/plain\\\" in request.\"}",
      "TOO_MANY | {\"detail\":\"Request was throttled. Expected available in 1 second.\"}",
      "FAILED | {\"detail\":\"An internal server error has occurred.\"}"})
  void clients_of_the_original_read_what_it_said(EdgeError error, String body) throws Exception {
    assertThat(refused(error, "/api/v1.0/sendMessage/").body()).isEqualTo(body);
  }

  @Test
  void who_has_no_usable_key_is_told_what_is_asked_for() throws Exception {
    assertThat(challenge(EdgeError.NO_KEY, "/v2/notifications")).isEqualTo("Bearer realm=\"wadi\"");
    assertThat(challenge(EdgeError.WRONG_KEY, "/v2/notifications")).isEqualTo("Bearer realm=\"wadi\", error=\"invalid_token\"");
    assertThat(challenge(EdgeError.OTHER_SCOPE, "/v2/notifications")).isEqualTo("Bearer realm=\"wadi\", error=\"insufficient_scope\"");
    assertThat(challenge(EdgeError.NO_KEY, "/api/v1.0/checkHealth")).isEqualTo("api-key");
    assertThat(challenge(EdgeError.WRONG_KEY, "/api/v1.0/checkHealth")).isEqualTo("api-key");
    assertThat(challenge(EdgeError.NOT_FOUND, "/api/v1.0/checkHealth")).isEmpty();
  }

  private String challenge(EdgeError error, String path) throws Exception {
    return refused(error, path).headers().firstValue("WWW-Authenticate").orElse("");
  }

  private HttpResponse<String> refused(EdgeError error, String path) throws IOException, InterruptedException {
    int port = freePort();
    servers.listen("127.0.0.1", port, "http.port", request -> ErrorStyle.refuse(error, request));
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Content-Type", "text/plain")
        .PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
