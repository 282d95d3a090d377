package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to change a Wadi that runs, and sees of it. */
class ReloadCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private static Path folder;
  private static Path tree;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("copy"));
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree);
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  void a_change_is_refused_understood_corrected_made_live_and_taken_back() throws Exception {
    long first = generation();
    assertThat(wadi.command("reload")).isEqualTo(new RunningWadi.Ended(0, "Generation " + first + " runs these files already.\n"));

    edit("application.properties", "delivery.retry-for=24h", "delivery.retry-for=12h");
    edit("routes/fraud/rules.yaml", "score: 100", "score: high");
    RunningWadi.Ended refused = wadi.command("reload", "--reason", "the desk asked");
    assertThat(refused.code()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).containsPattern("\nroutes/fraud/rules\\.yaml:\\d+: error: ");
    assertThat(generation()).isEqualTo(first);
    RunningWadi.Ended status = wadi.command("status");
    assertThat(status.code()).isZero();
    assertThat(status.output()).contains("Wadi is ready.").containsPattern("reload +REFUSED at \\S+: .* \\./wadi generations \\d+ tells more\\.");
    assertThat(metrics()).contains("\nruntime_last_reload_successful 0.0\n", "\nruntime_reloads_total{outcome=\"refused\"} 1.0\n");
    JsonNode history = ops("/ops/generations?outcome=refused").at("/generations/0");
    assertThat(history.get("reason").asText()).isEqualTo("the desk asked");
    assertThat(wadi.command("generations", history.get("number").asText()).output()).contains("Reason: the desk asked")
        .containsPattern("\nroutes/fraud/rules\\.yaml:\\d+: error: ");

    edit("routes/fraud/rules.yaml", "score: high", "score: 100");
    RunningWadi.Ended live = wadi.command("reload");
    assertThat(live.code()).as(live.output()).isZero();
    assertThat(live.output()).contains("  properties  delivery.retry-for\n", "  files       application.properties\n", "  time        ")
        .containsPattern("  specs       \\d+ cases\n");
    long second = generation();
    assertThat(second).isGreaterThan(first);
    assertThat(wadi.command("status").output()).contains("  reload       OK\n");
    assertThat(metrics()).contains("\nruntime_last_reload_successful 1.0\n", "\nruntime_generation " + second + ".0\n").containsOnlyOnce("\nruntime_config_info{");

    RunningWadi.Ended back = wadi.command("reload", "--to", Long.toString(first));
    assertThat(back.code()).as(back.output()).isZero();
    assertThat(ops("/observe/health").at("/checks/generation/hash")).isEqualTo(ops("/ops/generations/" + first).get("hash"));
    assertThat(wadi.command("generations").output()).containsPattern("\n" + generation() + "\\* .* back +live ").containsPattern("\n" + second + "  .* reload +live ");
    assertThat(ops("/ops/audit").get("audit").findValuesAsText("action")).hasSize(4).containsOnly("reload");
    assertThat(wadi.transact("{}").statusCode()).isEqualTo(422);
  }

  @Test
  void who_may_not_reload_is_told_what_is_missing() throws Exception {
    RunningWadi.Ended ended = wadi.command("reload", "--url", "http://127.0.0.1:" + wadi.port("MANAGEMENT_PORT"));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).startsWith("wadi: ").contains("./wadi status --token");
  }

  private static void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(tree.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(tree.resolve(file), text.replace(from, to));
  }

  private static long generation() throws Exception {
    return ops("/observe/health").at("/checks/generation/number").asLong();
  }

  private static String metrics() throws Exception {
    return wadi.get("/observe/metrics").body();
  }

  private static JsonNode ops(String path) throws Exception {
    HttpResponse<String> reply = wadi.get(path);
    assertThat(reply.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(reply.body());
  }
}
