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
      HttpRequest robots = HttpRequest.newBuilder(URI.create(wadi.http() + "/robots.txt")).timeout(PATIENCE).build();
      assertThat(HttpClient.newHttpClient().send(robots, BodyHandlers.ofString()).body()).isEqualTo("User-agent: *");
    }
  }
}
