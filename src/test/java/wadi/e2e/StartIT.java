package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.brokers.Ports;
import wadi.platform.postgres.EmbeddedPostgres;

/** What somebody meets who starts Wadi, rightly or wrongly. */
class StartIT {
  private static final String CARD_KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final String CLEAN = """
      {"order": {"id": 1}, "paymentMethod": "amazonpay", "payment": {"amount": 123.00, "currency": "INR"}}""";

  @TempDir
  private static Path folder;

  /** Most tests use one data directory, one after the other: a database is made once. */
  private Path data;
  /** One that has no good files to fall back on. */
  private Path neverRan;
  private static Path tree;

  @BeforeAll
  static void prepare() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("a copy"));
  }

  @BeforeEach
  void begin_with_an_empty_log() throws IOException {
    data = folder.resolve("data");
    neverRan = folder.resolve("never-ran");
    Files.deleteIfExists(folder.resolve("data.log"));
    Files.deleteIfExists(folder.resolve("never-ran.log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help"})
  void tells_how_it_is_used(String words) throws Exception {
    RunningWadi wadi = wadi(data).begin(words.split(" "));

    assertThat(wadi.exitCode()).isZero();
    assertThat(wadi.output()).contains("Usage: wadi").contains("run");
  }

  @Test
  void an_unknown_command_is_named_and_help_is_offered() throws Exception {
    RunningWadi wadi = wadi(data).begin("qqq");

    assertThat(wadi.exitCode()).isEqualTo(2);
    assertThat(wadi.output()).contains("'qqq'").contains("Usage: wadi");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_PORT,http.port", "MANAGEMENT_PORT,management.port", "BROKER_ARTEMIS_PORT,broker.artemis.port",
      "INBOX_SMTP_PORT,inbox.smtp-port"})
  void a_port_in_use_is_named_and_nothing_is_left(String variable, String property) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunningWadi wadi = wadi(data, variable + "=" + other.getLocalPort()).begin();

      assertThat(wadi.exitCode()).isEqualTo(1);
      assertThat(wadi.output().lines()).singleElement().asString().contains(property).contains(":" + other.getLocalPort());
      assertThat(wadi.processesOfDatabase()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "HTTP_PORT=abc|http.port|abc", "HTTP_WORKERS=0|http.workers|\"0\"", "FRAUD_MODE=guess|fraud.mode|guess",
      "INTAKE_JOURNAL=some|intake.journal|some", "DELIVERY_EMAIL_BUDGET=lots|delivery.email.budget|lots",
      "DELIVERY_EMAIL_ZONE=Mars/Base|delivery.email.zone|Mars/Base", "DELIVERY_RETRY_FOR=soon|delivery.retry-for|soon",
      "INTAKE_HTTP_REPLIES=nice|intake.http.replies|nice"})
  void a_broken_property_is_named_with_its_value(String setting, String property, String value) throws Exception {
    RunningWadi wadi = wadi(data, setting).begin();

    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).startsWith("wadi: ").contains(property).contains(value).doesNotContain("\tat ");
    assertThat(wadi.processesOfDatabase()).isZero();
  }

  @Test
  void two_properties_cannot_have_one_port() throws Exception {
    int port = Ports.free();
    RunningWadi wadi = wadi(data, "HTTP_PORT=" + port, "MANAGEMENT_PORT=" + port).begin();

    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).contains("http.port", "management.port", Integer.toString(port));
  }

  @Test
  void without_its_database_it_is_not_ready_and_refuses_for_now() throws Exception {
    EmbeddedPostgres theirs = EmbeddedPostgres.start(folder.resolve("gone"));
    try (RunningWadi wadi = wadi(folder.resolve("lonely"), "DATABASE_URL=" + theirs.url(), "DATABASE_USER=" + theirs.user(),
        "DATABASE_PASSWORD=" + theirs.password(), "CARD_KEY=" + CARD_KEY).start()) {
      theirs.close();

      assertThat(wadi.transact(CLEAN).statusCode()).isEqualTo(503);
      assertThat(wadi.transact(CLEAN.replace("123.00", "30000")).statusCode()).isEqualTo(503);
      assertThat(wadi.get("/observe/health/ready").statusCode()).isEqualTo(503);
      assertThat(wadi.get("/observe/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_data_directory_that_cannot_be_one_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    RunningWadi wadi = wadi(file).begin();

    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output().lines()).singleElement().asString().contains("data.dir").contains(file.toString());
  }

  @Test
  void a_data_directory_has_one_process_and_the_second_is_told_which() throws Exception {
    try (RunningWadi first = wadi(data).start()) {
      RunningWadi second = wadi(data).begin();

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.output()).contains("data.dir").contains("in use by another Wadi");
      assertThat(first.transact(CLEAN).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ctrl_c_ends_everything() throws Exception {
    RunningWadi wadi = wadi(data).start();
    assertThat(wadi.transact(CLEAN).statusCode()).isEqualTo(200);
    assertThat(wadi.processesOfDatabase()).isPositive();

    assertThat(wadi.signal("INT")).isEqualTo(130);

    assertThat(wadi.output()).contains("curl http://localhost:" + wadi.port("HTTP_PORT") + "/transact").endsWith("Wadi has stopped.\n");
    assertThat(wadi.processesOfDatabase()).isZero();
  }

  @Test
  void a_database_of_their_own_is_used_instead_of_the_one_inside() throws Exception {
    try (EmbeddedPostgres theirs = EmbeddedPostgres.start(folder.resolve("theirs"))) {
      String[] settings = {"DATABASE_URL=" + theirs.url(), "DATABASE_USER=" + theirs.user(), "DATABASE_PASSWORD=" + theirs.password()};
      RunningWadi keyless = wadi(folder.resolve("keyless"), settings).begin();
      assertThat(keyless.exitCode()).isEqualTo(1);
      assertThat(keyless.output()).contains("CARD_KEY").doesNotContain("\tat ");

      try (RunningWadi wadi = wadi(folder.resolve("elsewhere"), with(settings, "CARD_KEY=" + CARD_KEY)).start()) {
        assertThat(wadi.transact(CLEAN).statusCode()).isEqualTo(200);
        assertThat(wadi.data().resolve("postgres")).doesNotExist();
      }

      RunningWadi stranger = wadi(folder.resolve("stranger"), with(settings, "CARD_KEY=" + "f".repeat(64))).begin();
      assertThat(stranger.exitCode()).isEqualTo(1);
      assertThat(stranger.output()).contains("card key").doesNotContain("f".repeat(64)).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "routes/intake/settle-transaction.camel.yaml|steps:|stebs:|stebs",
      "routes/fraud/rules.yaml|tx.amount|tx.amout|amout",
      "application.properties|http.body-limit=1MiB|http.body-limit=1XB|http.body-limit"})
  void a_broken_file_is_named(String file, String right, String wrong, String culprit) throws Exception {
    String text = Files.readString(tree.resolve(file));
    assertThat(text).contains(right);
    Files.writeString(tree.resolve(file), text.replace(right, wrong));
    RunningWadi wadi = wadi(neverRan);
    try {
      assertThat(wadi.beginIn(tree, "run").exitCode()).isEqualTo(1);
    } finally {
      Files.writeString(tree.resolve(file), text);
    }
    assertThat(wadi.output()).startsWith("wadi: ").contains(culprit).doesNotContain("\tat ");
    if (!file.equals("application.properties")) {
      assertThat(wadi.output()).contains(file);
    }
    assertThat(wadi.processesOfDatabase()).isZero();
  }

  @Test
  void the_files_are_checked_without_starting_anything() throws Exception {
    RunningWadi wadi = wadi(data);

    assertThat(wadi.begin("check").exitCode()).isZero();
    assertThat(wadi.output()).containsPattern("\\d+ routes, 0 errors, \\d+ style findings?, \\d+ cases passed.*\n$");
    assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void every_error_in_the_files_is_said_at_once() throws Exception {
    EditedTree files = EditedTree.in(Files.createDirectory(folder.resolve("many errors")));
    files.replace("routes/errors/park-message.camel.yaml", "ref: parking", "ref: prking");
    files.replace("routes/errors/park-message.camel.yaml", "id: keep", "idd: keep");
    files.replace("routes/alerting/accept-alert-once.camel.yaml", "idempotentRepository: \"#seenAlerts\"", "idempotentRepository: \"#seenMail\"");
    files.replace("routes/alerting/route-alert.camel.yaml", "uri: direct:deliver-email", "uri: direct:deliver-emial");
    files.replace("routes/alerting/recipients.yaml", "email:", "emial:");
    files.replace("routes/delivery/send-email-smtp.camel.yaml", "smtp:{{delivery", "smpt:{{delivery");
    files.replace("routes/delivery/send-email-smtp.camel.yaml", "{{delivery.email.from}}", "{{delivery.email.form}}");
    RunningWadi wadi = wadi(neverRan);

    assertThat(wadi.beginIn(files.root(), "run").exitCode()).isEqualTo(1);

    assertThat(wadi.output()).startsWith("wadi: ").doesNotContain("\tat ").contains("park-message.camel.yaml:10: error: ",
        "park-message.camel.yaml:11: error: there is no bean prking");
    assertThat(wadi.output()).containsPattern("routes/alerting/accept-alert-once.camel.yaml:\\d+: error: .*seenMail")
        .containsPattern("routes/alerting/route-alert.camel.yaml:\\d+: error: .*direct:deliver-emial")
        .containsPattern("routes/alerting/recipients.yaml:\\d+: error: .*emial")
        .containsPattern("routes/delivery/send-email-smtp.camel.yaml:\\d+: error: .*smpt")
        .containsPattern("routes/delivery/send-email-smtp.camel.yaml:\\d+: error: .*delivery.email.form");
    assertThat(wadi.processesOfDatabase()).isZero();
  }

  @Test
  void a_copied_tree_runs_from_any_folder() throws Exception {
    try (RunningWadi wadi = wadi(data).startIn(tree)) {
      assertThat(wadi.transact(CLEAN).statusCode()).isEqualTo(200);
    }
  }

  private static RunningWadi wadi(Path data, String... settings) {
    return new RunningWadi(data, settings).fromNothing();
  }

  private static String[] with(String[] settings, String more) {
    return Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new);
  }
}
