package wadi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wadi.platform.fleet.Machine;

/** Talks to the operations API of a running Wadi. */
final class OperationsClient {
  /** A replay may take as long as its routes do. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int CONNECT_MILLIS = 5_000;
  /** Amounts stay as they are written: 25000.00. */
  private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final URI server;
  private final Optional<String> token;

  /** An answer: what was sent, and the same as JSON, which is missing where text for people was sent. */
  record Answer(int status, String text, JsonNode json) {
    boolean isGood() {
      return status / 100 == 2;
    }

    /** What an RFC 9457 problem says. */
    String detail() {
      return json.hasNonNull("detail") ? json.get("detail").asText() : "It answered with status " + status + ".";
    }
  }

  OperationsClient(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  /** Whether somebody takes connections there. */
  boolean isAnswered() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** @throws CommandFailed when nothing answers there or the answer is a problem */
  Answer get(String path, Map<String, String> query) {
    return good(ask("GET", path, query));
  }

  /** A change; the answer may be a problem that only concerns what was to be changed (404, 409, 503). */
  Answer change(String method, String path, Map<String, String> query) {
    Answer answer = ask(method, path, query);
    return answer.status() == 404 || answer.status() == 409 || answer.status() == 503 ? answer : good(answer);
  }

  static Answer good(Answer answer) {
    if (!answer.isGood()) {
      throw new CommandFailed(answer.detail());
    }
    return answer;
  }

  Answer ask(String method, String path, Map<String, String> query) {
    return ask(method, path, query, "application/json");
  }

  /** Sends a JSON text; the answer may be a problem. */
  Answer post(String path, String json) {
    return send("POST", path, json, "application/json");
  }

  /** Sends a text of this type; the answer may be a problem. */
  Answer send(String method, String path, String text, String type) {
    return ask(HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "application/json").header("Content-Type", type)
        .method(method, HttpRequest.BodyPublishers.ofString(text)));
  }

  /** @param accept what is preferred: JSON, or {@code text/plain} where the API offers it; a problem may be JSON in any case */
  Answer ask(String method, String path, Map<String, String> query, String accept) {
    String parameters = query.entrySet().stream().filter(e -> e.getValue() != null)
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    return ask(HttpRequest.newBuilder(URI.create(server + path + (parameters.isEmpty() ? "" : "?" + parameters)))
        .header("Accept", accept).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private Answer ask(HttpRequest.Builder request) {
    request.timeout(PATIENCE).header("Wadi-Actor", person());
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      boolean text = response.headers().firstValue("Content-Type").filter(type -> type.startsWith("text/plain")).isPresent();
      return new Answer(response.statusCode(), response.body(), text ? MissingNode.getInstance() : JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      throw new CommandFailed("What answers at " + server + " is not Wadi's management port.");
    } catch (HttpTimeoutException | ConnectException e) {
      throw new CommandFailed("Nothing answers at " + server + ": is Wadi running? ./wadi run");
    } catch (IOException e) {
      throw new CommandFailed("No answer came from " + server + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("WADI_TOKEN holds a character that no token has.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted.");
    }
  }

  /** For the audit: who asked. */
  static String person() {
    String name = Optional.ofNullable(System.getenv("SUDO_USER")).orElse(System.getProperty("user.name", "unknown"));
    return (name + "@" + Machine.name()).replaceAll("[^\\x20-\\x7e]", "?");
  }
}
