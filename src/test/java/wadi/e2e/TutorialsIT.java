package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the tutorials say, word for word but for the two ports, to a copy of Wadi, one page after the other, and compares what each command shows with
 * what stands there. Blocks that are only indented (the clone, Ctrl-C) are not run; bench/clone-to-first-alert begins with a clone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** What only looks may be asked again until it shows what it will. */
  private static final Pattern LOOKS = Pattern.compile("\\./wadi (?:deliveries|alerts|status|generations|parked)\\b.*|curl -s http://localhost:9876/.*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d{9,}");
  private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{12}\\b");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

  @TempDir
  private static Path folder;
  private static Path tree;
  private static RunningWadi wadi;

  @BeforeAll
  static void copy() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("a copy"));
    wadi = new RunningWadi(folder.resolve("data"), "ALERTING_REPEAT_AFTER=10m");
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  @Order(1)
  void the_quickstart() throws Exception {
    follow("quickstart", 7);
  }

  @Test
  @Order(2)
  void change_a_rule() throws Exception {
    follow("change-a-rule", 10);
  }

  @Test
  @Order(3)
  void roll_back() throws Exception {
    follow("roll-back", 6);
  }

  @Test
  @Order(4)
  void write_a_route() throws Exception {
    follow("write-a-route", 6);
  }

  private static void follow(String page, int atLeast) throws Exception {
    List<HowTo.Step> steps = HowTo.steps(RunningWadi.HOME.resolve("docs/" + page + ".md"));
    assertThat(steps).hasSizeGreaterThanOrEqualTo(atLeast);
    for (HowTo.Step step : steps) {
      if (step instanceof HowTo.Edit edit) {
        edit.apply(tree);
      } else if (step instanceof HowTo.Command command) {
        run(command);
      }
    }
  }

  private static void run(HowTo.Command command) throws Exception {
    if (command.text().strip().equals("./wadi run")) {
      wadi.startIn(tree);
      assertThat(command.shown()).isNotBlank();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(wadi.asDocumented(wadi.output())).matches(shown(command)));
    } else if (LOOKS.matcher(command.text()).matches()) {
      await().atMost(PATIENCE).untilAsserted(() -> typed(command));
    } else {
      typed(command);
    }
  }

  private static void typed(HowTo.Command command) throws Exception {
    RunningWadi.Ended ended = wadi.shell(tree, command.text());
    assertThat(ended.code()).as("%s%n%s", command, ended.output()).isZero();
    assertThat(ended.output().strip()).as(command.toString()).matches(command.shown().isEmpty() ? Pattern.compile(".*", Pattern.DOTALL) : shown(command));
  }

  /** A line of three dots stands for any lines, three dots in a line for anything there, columns are as wide as they are, and one id, hash or time for any other. */
  private static Pattern shown(HowTo.Command command) {
    String text = HASH.matcher(NUMBER.matcher(TIME.matcher(command.shown().strip()).replaceAll("\0time\0")).replaceAll("\0number\0")).replaceAll("\0hash\0");
    String pattern = Arrays.stream(text.split("\n")).map(line -> line.strip().equals("...") ? "(?:.*\n)*?.*" : Pattern.quote(line.stripTrailing()).replace("...", "\\E.*\\Q").replaceAll(" {2,}", "\\\\E {2,}\\\\Q")
        .replace("\0time\0", "\\E" + TIME + "\\Q").replace("\0number\0", "\\E" + NUMBER + "\\Q").replace("\0hash\0", "\\E" + HASH + "\\Q") + " *").collect(Collectors.joining("\n"));
    return Pattern.compile(pattern + "\\s*");
  }
}
