package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import wadi.cli.WadiCommand;

/** The rules of ops/prometheus ask for what exists, and say what to do. When they fire, promtool tells from rules-test.yml. */
class AlertRulesTest {
  private static final Path FOLDER = Path.of("ops/prometheus");
  private static final Path RUNBOOKS = Path.of("ops/runbooks");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern COMMAND = Pattern.compile("`\\./wadi ([^`]+)`");
  /** Prometheus' own of each scrape, and the process's. */
  private static final Set<String> OF_OTHERS = Set.of("up", "process_start_time_seconds");
  private static final Pattern SELECTED = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    read("rules.yml").get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    return rules;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void an_alert_asks_for_series_that_exist(JsonNode rule) {
    Dashboard.Query query = Dashboard.query(rule.get("expr").asText());
    assertThat(query.metrics()).hasSize(1);
    String metric = Dashboard.withoutSuffix(query.metrics().iterator().next());
    if (OF_OTHERS.contains(metric)) {
      return;
    }
    BusinessMeter meter = MeterList.find(metric);
    assertThat(meter).as("a meter of MeterList").isNotNull();
    Matcher selected = SELECTED.matcher(query.expression());
    while (selected.find()) {
      assertThat(meter.label(selected.group(1)).values()).contains(selected.group(2));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void an_alert_says_what_is_the_matter_and_where_to_look(JsonNode rule) {
    assertThat(rule.get("alert").asText()).matches("Wadi[A-Za-z]+");
    assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
    assertThat(rule.at("/annotations/summary").asText()).contains("{{ $labels.instance }}");
    assertThat(rule.at("/annotations/description").asText()).contains("./wadi ", "docs/");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void an_alert_has_a_runbook(JsonNode rule) throws IOException {
    String name = rule.get("alert").asText();
    assertThat(rule.at("/annotations/runbook_url").asText()).isEqualTo("ops/runbooks/" + name + ".md");
    assertThat(Files.readString(RUNBOOKS.resolve(name + ".md"))).startsWith("# " + name + "\n").contains("**What it means.**", "**Look.**", "**Do.**");
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void a_runbook_names_commands_that_exist(Path page) throws IOException {
    Matcher command = COMMAND.matcher(Files.readString(page));
    while (command.find()) {
      CommandLine.Model.CommandSpec spec = WadiCommand.line().getCommandSpec();
      for (String word : command.group(1).split(" ")) {
        if (word.startsWith("--")) {
          assertThat(spec.optionsMap()).as(command.group()).containsKey(word.replaceFirst("=.*", ""));
        } else if (spec.subcommands().containsKey(word)) {
          spec = spec.subcommands().get(word).getCommandSpec();
        }
      }
      assertThat(spec.name()).as(command.group()).isNotEqualTo("wadi");
    }
  }

  static List<Path> runbooks() throws IOException {
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      return pages.sorted().toList();
    }
  }

  @Test
  void a_runbook_belongs_to_an_alert_and_stands_in_the_list() throws IOException {
    List<String> names = rules().stream().map(rule -> rule.get("alert").asText()).toList();
    List<String> pages = runbooks().stream().map(page -> page.getFileName().toString().replace(".md", "")).filter(name -> !name.equals("README")).toList();
    assertThat(pages).containsExactlyInAnyOrderElementsOf(names);
    assertThat(Files.readString(RUNBOOKS.resolve("README.md"))).contains(pages.stream().map(name -> "(" + name + ".md)").toList());
  }

  /** Prometheus' own program; .ci/run installs it. */
  @ParameterizedTest
  @ValueSource(strings = {"check rules rules.yml", "check config prometheus.yml", "test rules rules-test.yml"})
  void promtool_finds_nothing_wrong(String arguments) throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool of Debian's package prometheus is not installed");
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void an_alert_was_seen_to_fire_and_not_to_fire(JsonNode rule) throws IOException {
    List<JsonNode> tried = new ArrayList<>();
    read("rules-test.yml").get("tests").forEach(test -> test.get("alert_rule_test").forEach(tried::add));
    tried.removeIf(test -> !test.get("alertname").equals(rule.get("alert")));
    assertThat(tried).anyMatch(test -> test.get("exp_alerts").isEmpty()).anyMatch(test -> !test.get("exp_alerts").isEmpty());
  }

  @Test
  void prometheus_reads_them() throws IOException {
    assertThat(rules()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(read("prometheus.yml").at("/rule_files/0").asText()).isEqualTo("rules.yml");
  }

  private static JsonNode read(String file) throws IOException {
    return new YAMLMapper().readTree(Files.readString(FOLDER.resolve(file)));
  }
}
