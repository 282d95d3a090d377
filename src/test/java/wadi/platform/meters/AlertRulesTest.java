package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of ops/prometheus ask for what exists, and say what to do. When they fire, promtool tells from rules-test.yml. */
class AlertRulesTest {
  private static final Path FOLDER = Path.of("ops/prometheus");
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
    BusinessMeter meter = MeterList.find(query.metrics().iterator().next());
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
