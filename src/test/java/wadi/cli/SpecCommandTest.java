package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.runtime.Snapshot;

/** What {@code ./wadi spec} prints and ends with. */
class SpecCommandTest {
  @TempDir
  Path folder;
  private final PrintStream console = System.out;
  private final String home = System.getProperty("wadi.home");
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void files() {
    System.setProperty("wadi.home", Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("wadi")).folder().toString());
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(console);
    if (home == null) {
      System.clearProperty("wadi.home");
    } else {
      System.setProperty("wadi.home", home);
    }
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void says_in_one_line_that_all_pass() {
    assertThat(WadiCommand.execute("spec", "route-alert", "routes/fraud")).isZero();

    assertThat(printed()).containsPattern("^[2-9] routes, \\d+ cases").contains(": all pass (").hasLineCount(1);
  }

  @Test
  void names_each_case_when_asked() {
    assertThat(WadiCommand.execute("spec", "-v", "routes/alerting/route-alert.spec.yaml")).isZero();

    assertThat(printed()).containsPattern("(?m)^ok  route-alert: .*low alert");
  }

  @Test
  void shows_what_left_instead() throws Exception {
    Path spec = Path.of(System.getProperty("wadi.home"), "routes/alerting/route-alert.spec.yaml");
    Files.writeString(spec, "route: route-alert\ncases:\n  - { it: is wrong, given: { body: { severity: low } },"
        + " then: [ { to: direct:deliver-email, variables: { severity: high } } ] }\n");

    assertThat(WadiCommand.execute("spec", "route-alert")).isOne();

    assertThat(printed()).contains("routes/alerting/route-alert.spec.yaml:3: route-alert: is wrong",
        "variables.severity: expected \"high\", was \"low\"", "1 fail");
  }

  @Test
  void says_where_a_spec_is_wrong() throws Exception {
    Path spec = Path.of(System.getProperty("wadi.home"), "routes/alerting/route-alert.spec.yaml");
    Files.writeString(spec, "route: route-alert\ncases:\n");

    assertThat(WadiCommand.execute("spec", "route-alert")).isOne();

    assertThat(printed()).contains("routes/alerting/route-alert.spec.yaml:2: the spec has no cases");
  }

  @Test
  void refuses_a_route_there_is_not() {
    assertThat(WadiCommand.execute("spec", "rout-alert")).isEqualTo(2);
    assertThat(WadiCommand.execute("spec", "templates")).isEqualTo(2);
  }

  @Test
  void shows_which_branches_cases_have_reached() throws Exception {
    Path spec = Path.of(System.getProperty("wadi.home"), "routes/alerting/route-alert.spec.yaml");
    Files.writeString(spec, "route: route-alert\ncases:\n  - { it: mails, given: { body: { severity: low } }, then: [ { to: direct:deliver-email } ] }\n");

    assertThat(WadiCommand.execute("spec", "--coverage", "route-alert")).as("coverage alone fails nothing").isZero();

    assertThat(printed()).containsPattern("(?m)^route-alert +by-severity +when-known +reached$")
        .containsPattern("(?m)^route-alert +by-severity +when-unknown +NOT REACHED  routes/alerting/route-alert.camel.yaml:19$")
        .containsPattern("(?m)^route-alert +by-urgency +none of them +reached$").endsWith("\n4 of 8 branches reached\n");
  }

  @Test
  void writes_the_results_for_a_server() throws Exception {
    Path file = folder.resolve("reports/specs.xml");
    assertThat(WadiCommand.execute("spec", "route-alert", "--junit", file.toString())).isZero();

    assertThat(file).content().contains("<testsuite name=\"routes/alerting/route-alert.spec.yaml\"", "<testcase name=\"").doesNotContain("<failure");
  }

  @Test
  void writes_why_no_spec_could_be_run() throws Exception {
    Path route = Path.of(System.getProperty("wadi.home"), "routes/alerting/route-alert.camel.yaml");
    Files.writeString(route, Files.readString(route).replace("steps:", "stebs:"));
    Path file = folder.resolve("specs.xml");
    assertThat(WadiCommand.execute("spec", "--junit", file.toString())).isOne();

    assertThat(file).content().contains("<testsuite name=\"routes", "errors=\"1\"", "stebs");
  }

  @Test
  void says_when_a_report_cannot_be_written() throws Exception {
    Files.writeString(folder.resolve("reports"), "no folder");

    assertThat(WadiCommand.execute("spec", "route-alert", "--junit", folder.resolve("reports/specs.xml").toString())).isOne();
  }

  @Test
  void a_relative_path_is_that_of_the_caller() {
    System.setProperty("wadi.caller", folder.toString());
    try {
      WadiCommand.execute("spec", "route-alert", "--junit", "specs.xml");
    } finally {
      System.clearProperty("wadi.caller");
    }

    assertThat(folder.resolve("specs.xml")).exists();
  }
}
