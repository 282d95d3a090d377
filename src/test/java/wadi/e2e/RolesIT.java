package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do a part of what Wadi does. */
class RolesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HELD = """
      {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 250000.00, "currency": "INR"}}""";

  @TempDir
  private static Path folder;

  @BeforeAll
  static void open_the_folder() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void one_that_takes_in_leaves_the_alert_to_one_that_alerts() throws Exception {
    Path data = folder.resolve("data");
    long transaction;
    try (RunningWadi intake = new RunningWadi(data, "ROLES=intake").start()) {
      var reply = intake.transact(HELD);
      assertThat(reply.statusCode()).isEqualTo(402);
      transaction = Long.parseLong(reply.body().replaceFirst("(?s).*\"transactionID\":(\\d+).*", "$1"));
      assertThat(intake.get("/observe/health").body()).contains("\"roles\":[\"intake\"]");
      assertThat(intake.command("status").output()).containsPattern("roles +intake");
      assertThat(waiting(intake)).isOne();
      assertThat(healthy(intake)).isZero();
    }
    try (RunningWadi alerts = new RunningWadi(data, "ROLES=alerting,delivery").start()) {
      Mailbox.of(alerts).awaitMailOf(transaction);
      assertThat(alerts.transact(HELD).statusCode()).isEqualTo(404);
      assertThat(alerts.ask("/transact").get().statusCode()).isEqualTo(404);
      await().atMost(PATIENCE).until(() -> waiting(alerts) == 0);
    }
  }

  @Test
  void a_role_that_is_no_folder_of_routes_is_refused_with_the_one_that_was_meant() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("refused"), "ROLES=intake,frad").begin();
    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(healthy(wadi)).isEqualTo(1);
    assertThat(wadi.output()).contains("roles names \"frad\"", "did you mean fraud?");
  }

  @Test
  void a_file_gives_the_variables_that_are_not_set() throws Exception {
    Path file = Files.writeString(folder.resolve("of a service.env"), "# as Docker reads it\r\nHTTP_PORT=nonsense\nexport OTHER='a b'\n\nROLES=\"intake,frad\"  \n");
    RunningWadi wadi = new RunningWadi(folder.resolve("env")).begin("run", "--env-file", file.toString());
    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).contains("roles names \"frad\"").doesNotContain("nonsense");
    RunningWadi none = new RunningWadi(folder.resolve("no env")).begin("run", "--env-file=missing.env");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.output()).contains("/missing.env of --env-file cannot be read");
  }

  /** What a container is asked. */
  private static int healthy(RunningWadi wadi) throws Exception {
    ProcessBuilder asked = new ProcessBuilder(RunningWadi.HOME.resolve("ops/docker/healthy").toString());
    asked.environment().put("MANAGEMENT_PORT", Integer.toString(wadi.port("MANAGEMENT_PORT")));
    return asked.start().waitFor();
  }

  private static long waiting(RunningWadi wadi) throws Exception {
    try (Connection database = wadi.database(); var select = database.createStatement()) {
      ResultSet row = select.executeQuery("select count(*) from outbox where published is null");
      row.next();
      return row.getLong(1);
    }
  }
}
