package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import wadi.brokers.Ports;

/** {@code ./wadi run} as a process of its own, on free ports, as a user starts it. */
public final class RunningWadi implements AutoCloseable {
  static final Path HOME = Path.of("").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

  private final Map<String, String> environment = new HashMap<>();
  private final Path data;
  private final Path output;
  private Process process;
  private boolean fromNothing;

  /** @param settings environment variables, KEY=value, on top of free ports and this data directory */
  public RunningWadi(Path data, String... settings) {
    this.data = data;
    this.output = data.resolveSibling(data.getFileName() + ".log");
    environment.put("DATA_DIR", data.toString());
    environment.put("ALERTING_REPEAT_AFTER", "0s"); // tests send one card again and again, and expect each alert
    for (String port : List.of("HTTP_PORT", "MANAGEMENT_PORT", "BROKER_ARTEMIS_PORT", "INBOX_SMTP_PORT")) {
      environment.put(port, Integer.toString(Ports.free()));
    }
    Arrays.stream(settings).map(s -> s.split("=", 2)).forEach(s -> environment.put(s[0], s[1]));
  }

  /** With another environment variable. */
  RunningWadi with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Without a database that was made before: all that a first start does, it does. */
  RunningWadi fromNothing() {
    fromNothing = true;
    return this;
  }

  /** Starts it and returns at once. */
  RunningWadi begin(String... command) throws IOException {
    return beginIn(HOME, command.length == 0 ? new String[] {"run"} : command);
  }

  /** Starts the Wadi of another tree, from a folder that has nothing to do with it. */
  RunningWadi beginIn(Path tree, String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(tree.resolve("wadi").toString()));
    words.addAll(List.of(command));
    if (!fromNothing && words.contains("run") && !Files.exists(data) && !environment.containsKey("DATABASE_URL")) {
      PreparedDatabase.copyTo(data);
    }
    ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/")).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    return this;
  }

  /** Starts it and returns when it is ready. */
  public RunningWadi start() throws Exception {
    return startIn(HOME);
  }

  public RunningWadi startIn(Path tree) throws Exception {
    beginIn(tree, "run");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("Wadi is not ready:\n" + output());
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return this;
  }

  private boolean isReady() {
    try {
      return get("/observe/health/ready").statusCode() == 200;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  HttpResponse<String> transact(String body, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http() + "/transact")).timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** Posts to the port for transactions, with this Idempotency-Key unless it is null, and does not wait for the answer. */
  CompletableFuture<HttpResponse<String>> send(String path, String body, String key) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http() + path)).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** From the management port. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("MANAGEMENT_PORT") + path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  /** To the management port. */
  CompletableFuture<HttpResponse<String>> post(String path, String... headers) {
    return HTTP.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("MANAGEMENT_PORT") + path)).timeout(PATIENCE.multipliedBy(2))
        .headers(headers).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  /** What the port for transactions answers to a GET. */
  CompletableFuture<HttpResponse<String>> ask(String path) {
    return HTTP.sendAsync(HttpRequest.newBuilder(URI.create(http() + path)).timeout(PATIENCE.multipliedBy(5)).build(), BodyHandlers.ofString());
  }

  public String http() {
    return "http://127.0.0.1:" + port("HTTP_PORT");
  }

  int port(String variable) {
    return Integer.parseInt(environment.get(variable));
  }

  public Path data() {
    return data;
  }

  /** What it printed, on both streams. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** A connection to the database inside. */
  public Connection database() throws SQLException, IOException {
    String port = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "wadi",
        Files.readString(data.resolve("postgres/password")).strip());
  }

  /** How a command ended, and what it printed on both streams. */
  record Ended(int code, String output) {}

  /** Runs another command as a user does who has the same settings, and returns when it has ended. */
  Ended command(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(HOME.resolve("wadi").toString()));
    all.addAll(List.of(words));
    return run(Path.of("/"), all);
  }

  /** The same for what somebody types in this folder, where the ports of the documentation are those of this Wadi. */
  Ended shell(Path folder, String text) throws IOException, InterruptedException {
    String command = text.replace("localhost:8080", "localhost:" + port("HTTP_PORT")).replace("localhost:9876", "localhost:" + port("MANAGEMENT_PORT"));
    Ended ended = run(folder, List.of("bash", "-e", "-o", "pipefail", "-c", command));
    return new Ended(ended.code(), asDocumented(ended.output()));
  }

  /** With the ports of the documentation for those of this Wadi. */
  String asDocumented(String output) {
    return output.replace("localhost:" + port("HTTP_PORT"), "localhost:8080").replace("localhost:" + port("MANAGEMENT_PORT"), "localhost:9876");
  }

  private Ended run(Path folder, List<String> words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process command = builder.start();
    command.getOutputStream().close();
    String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(command.waitFor(), output);
  }

  /** Kills the Java process as the operating system does when memory runs out. */
  void killHard() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal, for example INT for Ctrl-C, and returns the exit code. */
  int signal(String name) throws IOException, InterruptedException {
    tell(name);
    return exitCode();
  }

  /** Sends a signal after which it goes on. */
  void tell(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  /** Processes that run from the data directory: the database's. */
  long processesOfDatabase() {
    String inside = data.resolve("postgres").toString();
    return ProcessHandle.allProcesses().filter(p -> p.info().command().orElse("").startsWith(inside)).count();
  }

  @Override
  public void close() throws Exception {
    if (process != null && process.isAlive()) {
      signal("TERM");
    }
  }
}
