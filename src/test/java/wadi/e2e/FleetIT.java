package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes on one database: two have the same files, the third has its own, and an environment that not all files can live with. */
@Timeout(180)
class FleetIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SMALL = "WADI_JAVA_OPTS=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  @TempDir
  private static Path folder;
  private static EditedTree files;
  private static EditedTree ownFiles;
  private static RunningWadi asked;
  private static RunningWadi second;
  private static RunningWadi third;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    files = EditedTree.in(Files.createDirectory(folder.resolve("files")));
    ownFiles = EditedTree.in(Files.createDirectory(folder.resolve("own-files")));
    files.property("reload.prepare-timeout", "6s");
    files.greeting("as started");
    files.settle();
    ownFiles.greeting("other files");
    asked = new RunningWadi(folder.resolve("first"), SMALL).startIn(files.root());
    String port = Files.readAllLines(asked.data().resolve("postgres/cluster/postmaster.pid")).get(3).strip();
    String[] sameDatabase = {SMALL, "HELLO_STRICT=perhaps", "DATABASE_URL=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "DATABASE_PASSWORD=" + Files.readString(asked.data().resolve("postgres/password")).strip(),
        "CARD_KEY=" + Files.readString(asked.data().resolve("secrets/card-key")).strip()};
    second = new RunningWadi(folder.resolve("second"), sameDatabase[0], sameDatabase[2], sameDatabase[3], sameDatabase[4]);
    third = new RunningWadi(folder.resolve("third"), sameDatabase);
    CompletableFuture.allOf(begin(second, files), begin(third, ownFiles)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static CompletableFuture<Void> begin(RunningWadi wadi, EditedTree tree) {
    return CompletableFuture.runAsync(() -> {
      try {
        wadi.startIn(tree.root());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @AfterAll
  static void stop() throws Exception {
    third.close();
    second.close();
    asked.close();
  }

  @BeforeEach
  void takeBackWhatTheTestBeforeHasEdited() throws Exception {
    files.restore();
  }

  @Test
  void all_switch_to_the_files_of_the_one_that_is_asked() throws Exception {
    files.greeting("news");
    new Operator(second).reload();
    JsonNode report = reload(200);

    assertThat(report.get("outcome").asText()).isEqualTo("live");
    assertThat(report.get("processes").findValuesAsText("state")).containsExactlyInAnyOrder("live", "unchanged", "live");
    report.get("processes").forEach(process -> assertThat(process.get("millis").asLong()).isLessThan(2_000));
    System.out.println("fleet: milliseconds from commit to live: " + report.get("processes").findValuesAsText("millis"));
    for (RunningWadi wadi : List.of(asked, second, third)) {
      assertThat(hello(wadi)).isEqualTo("news");
      JsonNode generation = new Operator(asked).generation(new Operator(wadi).running());
      assertThat(generation.get("way").asText()).isEqualTo(wadi == second ? "reload" : "fleet");
      assertThat(generation.get("actor").asText()).isEqualTo("alice@desk");
    }
    await().atMost(PATIENCE).until(() -> third.output().contains("Give every process the same files."));
    RunningWadi.Ended status = second.command("status", "--all");
    assertThat(status.code()).as(status.output()).isZero();
    assertThat(status.output()).contains("All 3 processes that are up run the same files.").containsPattern(" all +\\d+ +" + report.get("hash").asText() + " .* up\n");
    await().atMost(PATIENCE).until(() -> new Operator(second).metric("runtime_generations_distinct") == 1);
    assertThat(reload(200).get("detail").asText()).contains("runs these files already. So do all 3 processes.");

    files.greeting("later");
    new Operator(asked).reload();
    assertThat(reload(200).get("detail").asText()).contains("runs these files already. So do all 3 processes, ");
    assertThat(hello()).containsOnly("later");
  }

  @Test
  void one_that_cannot_run_the_files_refuses_and_says_why_and_none_switches() throws Exception {
    List<String> before = hello();
    files.greeting("impossible");
    files.property("hello.strict", "true");
    files.replace(EditedTree.GREETING, "      uri: platform-http:/hello\n",
        "      uri: platform-http:/hello\n      parameters:\n        handleWriteResponseError: \"{{hello.strict}}\"\n");
    RunningWadi.Ended ended = asked.command("reload", "--all");

    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    String name = ":" + third.port("MANAGEMENT_PORT") + " (process ";
    assertThat(ended.output()).startsWith("Refused by ").contains(name).contains("). Nothing was changed on any process.\n", "error: on ", "perhaps");
    assertThat(hello()).isEqualTo(before);
    await().atMost(PATIENCE).until(() -> outcomes().stream().noneMatch("began"::equals)); // each writes for itself that it was refused
    await().atMost(PATIENCE).until(() -> new Operator(second).lastReload().get("state").asText().equals("REFUSED")); // it hears of it a moment later
    await().atMost(PATIENCE).until(() -> copiesOfFiles(second) == 1);
  }

  @Test
  void one_that_dies_while_it_prepares_lets_nobody_switch_and_is_not_waited_for_when_it_is_gone() throws Exception {
    String before = hello(second);
    files.greeting("after its death");
    third.tell("STOP");
    CompletableFuture<HttpResponse<String>> reload = new Operator(asked).begin("/ops/reload?all=true");
    await().atMost(PATIENCE).until(() -> count("select count(*) from fleet_reload r join fleet_reload_vote v on v.reload = r.id "
        + "where r.state = 'preparing' and v.state = 'ready'") == 2);
    third.killHard();
    JsonNode report = JSON.readTree(reload.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body());

    assertThat(report.get("outcome").asText()).as(report.toString()).isEqualTo("failed");
    assertThat(report.get("detail").asText()).contains("Not all processes were ready in time", "Nothing was changed on any process.");
    assertThat(report.at("/errors/0/message").asText()).contains(":" + third.port("MANAGEMENT_PORT") + " (process ", " has not answered");
    assertThat(hello(second)).isEqualTo(before);
    assertThat(hello(asked)).isNotEqualTo("after its death");
    await().atMost(PATIENCE).until(() -> outcomes().stream().noneMatch("began"::equals));

    execute("update process set seen_at = seen_at - interval '20 seconds' where management like '%:" + third.port("MANAGEMENT_PORT") + "'");
    assertThat(new Operator(asked).ops("/ops/processes").get("processes").findValuesAsText("state")).containsExactlyInAnyOrder("up", "up", "gone");
    assertThat(reload(200).get("detail").asText()).contains("So do all 2 processes");
    assertThat(List.of(hello(asked), hello(second))).containsOnly("after its death");

    whoAskedDiesBeforeItHasDecided();
    CompletableFuture.allOf(begin(second, files), begin(third, ownFiles)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    RunningWadi.Ended status = asked.command("status", "--all");
    assertThat(status.code()).as(status.output()).isEqualTo(1);
    assertThat(status.output()).contains("DIFFERENT FILES RUN: ").doesNotContain("gone");
    assertThat(outcomes()).doesNotContain("began");
    await().atMost(PATIENCE).until(() -> new Operator(asked).metric("runtime_generations_distinct") == 3);
  }

  /** Nobody waits for its word longer than until the deadline. */
  private static void whoAskedDiesBeforeItHasDecided() throws Exception {
    files.greeting("never decided");
    asked.tell("STOP");
    CompletableFuture<HttpResponse<String>> reload = new Operator(second).begin("/ops/reload?all=true");
    await().atMost(PATIENCE).until(() -> count("select count(*) from fleet_reload where state = 'preparing'") == 1);
    second.killHard();
    asked.tell("CONT");
    assertThat(reload).failsWithin(PATIENCE);
    await().atMost(PATIENCE).until(() -> count("select count(*) from fleet_reload r join fleet_reload_vote v on v.reload = r.id "
        + "where r.state = 'preparing' and v.state = 'ready'") == 2);
    await().atMost(PATIENCE).until(() -> count("select count(*) from fleet_reload where state = 'preparing'") == 0);
    await().atMost(PATIENCE).until(() -> new Operator(asked).lastReload().get("detail").asText(),
        "Nothing was changed on any process: not all processes were ready in time."::equals);
    assertThat(hello(asked)).isEqualTo("after its death");
  }

  /** Each generation has one, until it is closed. */
  private static long copiesOfFiles(RunningWadi wadi) throws Exception {
    try (Stream<Path> all = Files.list(wadi.data().resolve("generations"))) {
      return all.filter(Files::isDirectory).count();
    }
  }

  /** With files as they are on the first; while generations drain it waits. */
  private static JsonNode reload(int status) throws Exception {
    return new Operator(asked).reload(status, "?all=true");
  }

  private static List<String> hello() throws Exception {
    return List.of(hello(asked), hello(second), hello(third));
  }

  private static String hello(RunningWadi wadi) throws Exception {
    return wadi.ask("/hello").get().body();
  }

  private static List<String> outcomes() throws Exception {
    return new Operator(asked).generations().stream().map(row -> row.get("outcome").asText()).toList();
  }

  private static long count(String query) throws Exception {
    try (Connection database = asked.database(); ResultSet row = database.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String statement) throws Exception {
    try (Connection database = asked.database()) {
      database.createStatement().executeUpdate(statement);
    }
  }
}
