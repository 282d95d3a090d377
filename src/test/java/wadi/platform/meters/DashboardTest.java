package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboards ask for metrics and labels that exist. Whether a real Prometheus has series for them, MetricsIT looks. */
class DashboardTest {
  private static final Set<String> LIBRARIES = Set.of("camel", "hikaricp", "jvm", "process", "system");
  private static final Set<String> PROMETHEUS = Set.of("instance", "le");

  @Test
  void every_metric_it_asks_for_exists() throws Exception {
    Set<String> ours = exported();
    Set<String> unknown = new TreeSet<>(Dashboard.read().metrics());
    assertThat(unknown).hasSizeGreaterThan(20);
    unknown.removeIf(name -> ours.contains(name) || LIBRARIES.contains(name.substring(0, name.indexOf('_'))));
    assertThat(unknown).as("metrics in ops/grafana/dashboards that are not in MeterList").isEmpty();
  }

  @Test
  void every_meter_of_ours_has_a_panel() throws Exception {
    Set<String> shown = Dashboard.read().metrics();
    for (BusinessMeter meter : MeterList.all()) {
      assertThat(shown).as(meter.name()).anyMatch(name -> name.startsWith(meter.name()));
    }
  }

  @Test
  void it_asks_by_labels_that_the_meters_have() throws Exception {
    for (Dashboard.Query query : Dashboard.read().queries()) {
      Set<String> labels = query.metrics().stream().map(Dashboard::withoutSuffix).map(MeterList::find).filter(m -> m != null)
          .flatMap(m -> m.labels().stream()).map(MeterLabel::name).collect(Collectors.toCollection(TreeSet::new));
      labels.addAll(PROMETHEUS);
      if (query.metrics().stream().allMatch(name -> MeterList.find(Dashboard.withoutSuffix(name)) != null)) {
        assertThat(labels).as(query.expression()).containsAll(query.labels());
      }
    }
  }

  @Test
  void there_is_one_for_each_question_and_each_links_to_the_others() throws Exception {
    Map<String, String> titles = new TreeMap<>();
    for (Path file : Dashboard.files()) {
      JsonNode json = new ObjectMapper().readTree(Files.readString(file));
      titles.put(json.get("uid").asText() + ".json", json.get("title").asText());
      assertThat(file.getFileName()).hasToString(json.get("uid").asText().replace("wadi-", "") + ".json");
      assertThat(json.at("/links/0/tags")).isEqualTo(json.get("tags"));
      assertThat(json.get("panels").findValuesAsText("title")).as(file.toString()).doesNotHaveDuplicates();
      assertThat(json.get("panels")).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
      assertThat(json.get("panels")).allMatch(panel -> panel.get("type").asText().equals("row") || !panel.at("/targets/0/expr").asText().isEmpty());
    }
    assertThat(titles.values()).containsExactly("Wadi: delivery and budgets", "Wadi: JVM", "Wadi: pipeline", "Wadi: sites");
  }

  @Test
  void grafana_finds_them_where_compose_puts_them() throws Exception {
    JsonNode compose = new YAMLMapper().readTree(Files.readString(Path.of("docker-compose.yml"))).at("/services/grafana");
    assertThat(compose.get("volumes")).extracting(JsonNode::asText)
        .contains("./ops/grafana/dashboards:" + compose.at("/environment/WADI_DASHBOARDS").asText() + ":ro", "./ops/grafana/provisioning:/etc/grafana/provisioning:ro");
    assertThat(new YAMLMapper().readTree(Files.readString(Path.of("ops/grafana/provisioning/dashboards/wadi.yml"))).at("/providers/0/options/path").asText())
        .isEqualTo("$WADI_DASHBOARDS");
  }

  @Test
  void no_two_panels_lie_on_each_other() throws Exception {
    assertThat(Dashboard.read().overlaps()).isEmpty();
  }

  private static Set<String> exported() {
    Set<String> names = new TreeSet<>();
    for (BusinessMeter meter : MeterList.all()) {
      names.add(meter.name());
      if (meter.isTimer()) {
        names.addAll(Set.of(meter.name() + "_bucket", meter.name() + "_count", meter.name() + "_sum", meter.name() + "_max"));
      }
    }
    return names;
  }
}
