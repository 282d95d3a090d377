package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wadi.brokers.KafkaServer;
import wadi.brokers.RabbitServer;
import wadi.contracts.AsyncApi;

/** The commands of docs/producers.md, run as they stand there but for the ports, and {@code wadi send}, with a Wadi that takes everything. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProducersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SITES = "site-monitor-of-producers";
  private static final Pattern BLOCK = Pattern.compile("(?s)```(sh|sql)\\n(.*?)```");
  /** Each message of the page has an amount of its own, by which its mail is known. */
  private static final Pattern AMOUNT = Pattern.compile("\\b\\d{5}\\.75\\b");
  /** What a command needs, and how to see whether it is there. */
  private static final Map<String, String> NEEDS = Map.of("curl ", "curl", "kcat ", "kcat", "mosquitto_pub ", "mosquitto_pub");
  private static final Map<String, String> MODULES = Map.of("send.py", "pika", "import stomp", "stomp", "import proton", "proton", "from proton", "proton");

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;

  /** One block of the page. */
  private record Command(String language, String text) {
    List<String> amounts() {
      return AMOUNT.matcher(text).results().map(MatchResult::group).distinct().toList();
    }

    @Override
    public String toString() {
      return language + " " + text.lines().findFirst().orElse("") + " " + amounts();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    KafkaServer.shared().topic("wadi.transactions", 1);
    KafkaServer.shared().topic("wadi.alerts", 1);
    KafkaServer.shared().topic(SITES, 1);
    wadi = new RunningWadi(folder.resolve("data"), "INTAKE_RABBITMQ_ENABLED=true", "INTAKE_KAFKA_ENABLED=true", "ALERTING_RABBITMQ_ENABLED=true",
        "ALERTING_KAFKA_ENABLED=true", "ALERTING_ALERTMAN_ENABLED=true", "SITES_KAFKA_ENABLED=true", "SITES_TOPIC=" + SITES, "RABBITMQ_URI=" + RabbitServer.shared().uri(),
        "KAFKA_BOOTSTRAP_SERVERS=" + KafkaServer.shared().address()).start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
  }

  static Stream<Command> commands() throws IOException {
    return BLOCK.matcher(Files.readString(RunningWadi.HOME.resolve("docs/producers.md"))).results().map(block -> new Command(block.group(1), block.group(2)));
  }

  @Test
  @Order(1)
  void the_page_has_a_command_for_each_way() throws IOException {
    assertThat(commands().flatMap(command -> command.amounts().stream())).doesNotHaveDuplicates().hasSize(13);
  }

  @ParameterizedTest
  @MethodSource("commands")
  @Order(2)
  void what_a_command_of_the_page_sends_ends_as_a_mail(Command command) throws Exception {
    if (command.language().equals("sql")) {
      try (Connection database = wadi.database(); Statement statement = database.createStatement()) {
        statement.execute(command.text());
      }
    } else {
      assumeInstalled(command.text());
      Ended ended = bash(command.text());
      assertThat(ended.code()).as(ended.output()).isZero();
    }
    for (String amount : command.amounts()) {
      await().atMost(PATIENCE).until(() -> mailsWith(amount) == 1);
    }
  }

  @Test
  @Order(3)
  void a_subscriber_takes_nothing_away_from_the_queue() throws Exception {
    assumeInstalled("mosquitto_pub ");
    bash("timeout 5 mosquitto_sub -h 127.0.0.1 -p 61616 -q 1 -t wadi/transactions -W 1; true");
    assertThat(bash("""
        mosquitto_pub -h 127.0.0.1 -p 61616 -q 1 -t wadi/transactions -m '{"order": {}, "paymentMethod": "x", "payment": {"amount": 26001.75}}'""")
        .code()).isZero();
    await().atMost(PATIENCE).until(() -> mailsWith("26001.75") == 1);
  }

  @ParameterizedTest
  @CsvSource({"http", "rabbitmq", "kafka", "artemis"})
  @Order(4)
  void what_wadi_send_sends_arrives(String transport) throws Exception {
    int before = mails().size();
    RunningWadi.Ended sent = wadi.command("send", "transactions", "-n", "20", "--held", "0.1", "--to", transport);
    assertThat(sent.code()).as(sent.output()).isZero();
    assertThat(sent.output()).contains("confirmed        20").contains(transport.equals("http") ? "status 200: 18, status 402: 2" : "");
    sent = wadi.command("send", "alerts", "-n", "3", "--to", transport);
    assertThat(sent.code()).as(sent.output()).isZero();
    await().atMost(PATIENCE).until(() -> mails().size() == before + 5);
  }

  @Test
  @Order(5)
  void what_wadi_send_sends_to_an_alertman_arrives() throws Exception {
    int before = mails().size();
    RunningWadi.Ended sent = wadi.command("send", "alerts", "-n", "2", "--to", "rabbitmq", "--format", "alertman");
    assertThat(sent.code()).as(sent.output()).isZero();
    await().atMost(PATIENCE).until(() -> mails().size() == before + 2);
  }

  @Test
  @Order(6)
  void a_run_that_is_ended_early_tells_what_it_has_sent() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(RunningWadi.HOME.resolve("wadi").toString(), "send", "transactions", "-n", "100000", "--rate", "20", "--held",
        "0", "--to", "http").redirectErrorStream(true);
    builder.environment().put("HTTP_PORT", Integer.toString(wadi.port("HTTP_PORT")));
    long before = transactions();
    Process sending = builder.start();
    try {
      await().atMost(PATIENCE).until(() -> transactions() > before + 5);
      assertThat(new ProcessBuilder("kill", "-INT", Long.toString(sending.pid())).start().waitFor()).isZero();
      String output = new String(sending.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(sending.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sending.exitValue()).isEqualTo(130);
      assertThat(output).contains("transactions to " + wadi.http() + "/transact in ", "status 200: ", "not sent");
    } finally {
      sending.destroyForcibly();
    }
  }

  static Stream<AsyncApi.Example> examples() throws IOException {
    return AsyncApi.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Order(7)
  void an_example_in_asyncapi_yaml_is_taken(AsyncApi.Example example) throws Exception {
    if (example.message().equals("site-check")) {
      long before = siteChecks();
      try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KafkaServer.shared().address()), new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(SITES, "{\"site_id\": 7}", example.payload().toString())).get(60, TimeUnit.SECONDS);
      }
      await().atMost(PATIENCE).until(() -> siteChecks() == before + 1);
      return;
    }
    boolean transaction = example.message().equals("transaction");
    String path = transaction ? "/transact" : example.message().startsWith("mail-") ? "/v1/mail-requests"
        : example.message().equals("notification") ? "/v2/notifications" : "/alert";
    int status = wadi.send(path, example.payload().toString(), null).get(60, TimeUnit.SECONDS).statusCode();
    assertThat(status).isEqualTo(!transaction ? 202 : example.name().equals("held") ? 402 : 200);
  }

  @Test
  @Order(8)
  void nothing_of_all_this_was_parked() throws Exception {
    assertThat(wadi.command("parked").output()).isEqualTo("Nothing is parked.\n");
  }

  private static long transactions() throws Exception {
    return wadi.get("/observe/metrics").body().lines().filter(line -> line.startsWith("intake_transactions_total{") && line.contains("transport=\"http\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }

  private static long siteChecks() throws Exception {
    try (Connection database = wadi.database(); Statement statement = database.createStatement(); ResultSet rows = statement.executeQuery("select count(*) from site_monitor")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<JsonNode> mails() throws Exception {
    return Mailbox.of(wadi).mails();
  }

  private static long mailsWith(String amount) throws Exception {
    return mails().stream().filter(mail -> mail.toString().contains(amount)).count();
  }

  private static void assumeInstalled(String command) throws Exception {
    for (Map.Entry<String, String> need : NEEDS.entrySet()) {
      assumeTrue(!command.contains(need.getKey()) || bash("command -v " + need.getValue()).code() == 0, "not run: " + need.getValue() + " is not installed");
    }
    for (Map.Entry<String, String> need : MODULES.entrySet()) {
      assumeTrue(!command.contains(need.getKey()) || bash("python3 -c 'import " + need.getValue() + "'").code() == 0,
          "not run: Python's " + need.getValue() + " is not installed");
    }
  }

  private record Ended(int code, String output) {}

  /** In Wadi's folder, with the system's own Python. */
  private static Ended bash(String text) throws Exception {
    String command = text.replace("127.0.0.1:8080", "127.0.0.1:" + wadi.port("HTTP_PORT")).replace("127.0.0.1:9092", KafkaServer.shared().address())
        .replace("61616", Integer.toString(wadi.port("BROKER_ARTEMIS_PORT")));
    List<String> words = new ArrayList<>(List.of("bash", "-e", "-o", "pipefail", "-c", command));
    ProcessBuilder builder = new ProcessBuilder(words).directory(RunningWadi.HOME.toFile()).redirectErrorStream(true);
    builder.environment().put("RABBITMQ_URI", RabbitServer.shared().uri());
    builder.environment().put("PATH", "/usr/bin:/bin");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
