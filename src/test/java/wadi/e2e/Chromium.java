package wadi.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One page in a browser without a window, told what to do over the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--window-size=1200,2000");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final WebSocket page;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

  /** @param profile a folder that is not there yet */
  Chromium(Path profile) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString());
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of("--user-data-dir=" + profile, "about:blank"));
    process = builder.redirectErrorStream(true).redirectOutput(profile.resolveSibling(profile.getFileName() + ".log").toFile()).start();
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
    HttpClient http = HttpClient.newHttpClient();
    String pages = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list")).build(), BodyHandlers.ofString()).body();
    JsonNode first = json.readTree(pages).get(0);
    page = http.newWebSocketBuilder().buildAsync(URI.create(first.get("webSocketDebuggerUrl").asText()), new Replies()).get(20, TimeUnit.SECONDS);
    tell("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  /** Puts the parts of a message together. */
  private final class Replies implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean end) {
      text.append(part);
      if (end) {
        answer(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  private void answer(String message) {
    try {
      JsonNode reply = json.readTree(message);
      CompletableFuture<JsonNode> waiting = reply.has("id") ? asked.remove(reply.get("id").asInt()) : null;
      if (waiting != null) {
        waiting.complete(reply);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command of the protocol, and what came of it. */
  JsonNode tell(String method, Map<String, ?> parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    asked.put(id, reply);
    page.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).get(20, TimeUnit.SECONDS);
    JsonNode answer = reply.get(20, TimeUnit.SECONDS);
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  /** The value of an expression in the page. */
  JsonNode value(String script) throws Exception {
    JsonNode result = tell("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until there is such an element, and clicks it. */
  void click(String selector) throws Exception {
    await(selector);
    value("document.querySelector(%s).click()".formatted(json.writeValueAsString(selector)));
  }

  /** Types into such a field, in place of what is there. */
  void type(String selector, String text) throws Exception {
    await(selector);
    value("(e => { e.focus(); e.select(); })(document.querySelector(%s))".formatted(json.writeValueAsString(selector)));
    tell("Input.insertText", Map.of("text", text));
    value("document.activeElement.blur()"); // pages read a field when it is left
  }

  /** Waits until there is such an element, and says what stands in it. */
  String text(String selector) throws Exception {
    await(selector);
    return value("document.querySelector(%s).textContent".formatted(json.writeValueAsString(selector))).asText();
  }

  private void await(String selector) throws Exception {
    String script = "document.querySelector(%s) !== null".formatted(json.writeValueAsString(selector));
    Awaitility.await("for " + selector).atMost(PATIENCE).until(() -> value(script).asBoolean());
  }

  @Override
  public void close() throws Exception {
    page.abort();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
