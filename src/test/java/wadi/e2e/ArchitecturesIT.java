package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three architectures as their Compose files say, run as processes of this machine. */
class ArchitecturesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String HELD = """
      {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 250000.00, "currency": "INR"}}""";

  @TempDir
  private Path folder;
  private Process architecture;

  @BeforeEach
  void let_the_database_pass() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void stop() throws Exception {
    if (architecture == null) {
      return;
    }
    List<ProcessHandle> parts = architecture.descendants().toList();
    architecture.destroy();
    assertThat(architecture.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(parts).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void one_everything_is_one_process() throws Exception {
    run("1");
    assertThat(get("wadi", 2, "/observe/health")).contains("\"roles\":[\"all\"]", "\"artemis\":\"UP\"");
    assertThat(mailAbout(transact("wadi"), "wadi")).contains("LARGE_AMOUNT");
  }

  @Test
  void two_alerts_travel_over_rabbitmq_to_processes_of_their_own() throws Exception {
    run("2");
    assertThat(get("alerts", 2, "/observe/health")).contains("\"roles\":[\"alerting\",\"delivery\"]", "\"rabbitmq\":\"UP\"");
    assertThat(mailAbout(transact("intake"), "alerts")).contains("LARGE_AMOUNT");
  }

  @Test
  void three_the_fraud_check_is_a_process_of_its_own_too() throws Exception {
    run("3");
    assertThat(get("fraud", 2, "/observe/health")).contains("\"roles\":[\"fraud\"]", "\"brokers\":{}");
    String transaction = transact("intake");
    assertThat(get("fraud", 2, "/observe/metrics")).contains("fraud_verdicts_total{decision=\"held\"} 1.0");
    assertThat(get("intake", 2, "/observe/metrics")).contains("fraud_fallbacks_total{policy=\"rules\"} 0.0");
    assertThat(mailAbout(transaction, "alerts-1")).contains("LARGE_AMOUNT");
    assertThat(send("alerts-1", 1, "/transact", HELD).statusCode()).isEqualTo(404);
  }

  private void run(String number) throws IOException {
    assumeTrue(number.equals("1") || Files.isExecutable(Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server")), "RabbitMQ is not installed: apt-get install rabbitmq-server");
    ProcessBuilder builder = new ProcessBuilder(RunningWadi.HOME.resolve("examples/architectures/run").toString(), number, "--free-ports", "--in",
        folder.toString()).redirectErrorStream(true).redirectOutput(output().toFile());
    builder.environment().put("WADI_JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // they do not run for long
    architecture = builder.start();
    await().atMost(PATIENCE).failFast("it has ended", () -> !architecture.isAlive()).until(() -> Files.readString(output()).contains("inbox\n")
        && Files.readString(output()).contains("All run."));
  }

  private Path output() {
    return folder.resolve("run.log");
  }

  /** @param which 1 for transactions, 2 for management */
  private URI address(String service, int which, String path) throws IOException {
    Matcher line = Pattern.compile("(?m)^ *" + service + " +(http://\\S+) .*(http://\\S+)/inbox$").matcher(Files.readString(output()));
    assertThat(line.find()).as(service).isTrue();
    return URI.create(line.group(which) + path);
  }

  private String get(String service, int which, String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(address(service, which, path)).timeout(PATIENCE).build(), BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> send(String service, int which, String path, String body) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(address(service, which, path)).timeout(PATIENCE).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private String transact(String service) throws Exception {
    HttpResponse<String> reply = send(service, 1, "/transact", HELD);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(402);
    return reply.body().replaceFirst("(?s).*\"transactionID\":(\\d+).*", "$1");
  }

  private String mailAbout(String transaction, String service) {
    return await().atMost(PATIENCE).until(() -> get(service, 2, "/inbox"), inbox -> inbox.contains(transaction) && inbox.contains("\"email\""));
  }
}
