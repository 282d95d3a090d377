package wadi.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A management port that answers what the test says, and commands that ask it. */
final class FakeWadi implements BeforeEachCallback, AfterEachCallback {
  private final Map<String, String> answers = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** How a command ended and what it printed. */
  record Ended(int code, String out, String err) {}

  /** By request: status and text. What is no JSON is sent as text for people. */
  Map<String, String> answers() {
    return answers;
  }

  /** Request, Authorization, Wadi-Actor and Accept. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      asked.add(request + " " + exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestHeaders().getFirst("Wadi-Actor") + " "
          + exchange.getRequestHeaders().getFirst("Accept"));
      String answer = answers.getOrDefault(request, answers.getOrDefault(request.replaceFirst("\\?.*", ""), "404 {\"detail\": \"nothing here\"}"));
      byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
      if (!answer.substring(4).matches("(?s)[{<].*")) {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      }
      exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop();
  }

  void stop() {
    server.stop(0);
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  String[] with(String words) {
    return (words + " --url " + url()).split(" ");
  }

  Ended run(String words) {
    return run(with(words));
  }

  Ended run(String... words) {
    String[] all = List.of(words).contains("--url") || List.of(words).contains("--server") || List.of(words).contains("--help") ? words
        : Stream.concat(Arrays.stream(words), Stream.of("--url", url())).toArray(String[]::new);
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    InputStream in = System.in;
    try {
      System.setIn(InputStream.nullInputStream());
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = WadiCommand.execute(all);
      return new Ended(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }
}
