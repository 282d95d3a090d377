package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/kamelets.md says, word for word, to a copy of Wadi. */
class KameletsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;
  private static Path tree;

  @BeforeAll
  static void follow_the_page() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("a copy"));
    List<HowTo.Edit> edits = HowTo.read(RunningWadi.HOME.resolve("docs/kamelets.md"));
    assertThat(edits).hasSize(8);
    for (HowTo.Edit edit : edits) {
      edit.apply(tree);
    }
  }

  @Test
  void its_files_are_in_order() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("check")).beginIn(tree, "check");
    assertThat(wadi.exitCode()).as(wadi.output()).isZero();
    assertThat(wadi.output()).contains("0 errors, 0 style findings");
  }

  @Test
  void all_specs_pass() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("specs")).beginIn(tree, "spec");
    assertThat(wadi.exitCode()).as(wadi.output()).isZero();
  }

  @Test
  void messages_are_marked_and_the_path_is_answered() throws Exception {
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_MARK=STAGING").startIn(tree)) {
      wadi.transact("""
          {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 250000.00, "currency": "INR"}}""");

      await().atMost(PATIENCE).until(() -> wadi.get("/inbox").body(), inbox -> inbox.contains("STAGING critical: ") && inbox.contains("STAGING [critical] Transaction"));
      assertThat(wadi.get("/observe/metrics").body()).contains("camel_exchanges_succeeded_total{routeId=\"mark-text-action\"")
          .doesNotContain("mark-text-action-");
      assertThat(robots(wadi)).isEqualTo("User-agent: *");
    }
  }

  @Test
  void a_change_of_a_kamelet_or_template_goes_live_and_is_told_by_its_name() throws Exception {
    Path copy = CopiedTree.in(folder.resolve("another copy"));
    for (HowTo.Edit edit : HowTo.read(RunningWadi.HOME.resolve("docs/kamelets.md"))) {
      edit.apply(copy);
    }
    try (RunningWadi wadi = new RunningWadi(folder.resolve("more data"), "DELIVERY_MARK=STAGING").startIn(copy)) {
      replace(copy.resolve("kamelets/mark-text-action.kamelet.yaml"), "{{mark}} ${body}", "{{mark}}: ${body}");
      replace(copy.resolve("routes/delivery/deliver-sms.spec.yaml"), "STAGING critical", "STAGING: critical");
      replace(copy.resolve("routes/intake/answer-robots.camel.yaml"), "User-agent: *", "User-agent: all");
      replace(copy.resolve("routes/intake/answer-robots.spec.yaml"), "User-agent: *", "User-agent: all");
      RunningWadi.Ended live = wadi.command("reload");

      assertThat(live.code()).as(live.output()).isZero();
      assertThat(live.output()).contains("  changed     answer-robots, mark-text-action\n").doesNotContain("added", "removed");
      assertThat(robots(wadi)).isEqualTo("User-agent: all");
      wadi.transact("""
          {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 250000.00, "currency": "INR"}}""");
      await().atMost(PATIENCE).until(() -> wadi.get("/inbox").body(), inbox -> inbox.contains("STAGING: critical: "));
    }
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static String robots(RunningWadi wadi) throws IOException, InterruptedException {
    HttpRequest robots = HttpRequest.newBuilder(URI.create(wadi.http() + "/robots.txt")).timeout(PATIENCE).build();
    return HttpClient.newHttpClient().send(robots, BodyHandlers.ofString()).body();
  }
}
