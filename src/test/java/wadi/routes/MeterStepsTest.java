package wadi.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wadi.platform.meters.BusinessMeter;
import wadi.platform.meters.MeterLabel;
import wadi.platform.meters.MeterList;

/** What routes count is what the list of meters says. */
class MeterStepsTest {
  private static final String TAG = "tags.";

  private record Step(Path file, String kind, String meter, Set<String> labels, boolean starts) {}

  @Test
  void each_step_counts_a_meter_of_the_list_with_its_labels() throws IOException {
    List<Step> steps = steps();
    assertThat(steps).isNotEmpty();
    for (Step step : steps) {
      BusinessMeter meter = MeterList.all().stream().filter(m -> m.name().equals(step.meter())).findFirst().orElseThrow(
          () -> new AssertionError("%s counts %s, which is not in wadi.platform.meters.MeterList".formatted(step.file(), step.meter())));
      assertThat(meter.inRoutes()).as("%s counts %s", step.file(), step.meter()).isTrue();
      assertThat(step.kind()).as("%s counts %s", step.file(), step.meter()).isEqualTo(step.meter().endsWith("_seconds") ? "timer" : "counter");
      if (!step.starts()) {
        assertThat(step.labels()).as("labels of %s in %s, as tags.<label>", step.meter(), step.file())
            .isEqualTo(meter.labels().stream().map(MeterLabel::name).collect(Collectors.toSet()));
      }
    }
  }

  @Test
  void each_meter_of_routes_is_counted_somewhere() throws IOException {
    Set<String> counted = steps().stream().map(Step::meter).collect(Collectors.toSet());
    assertThat(counted).containsAll(MeterList.all().stream().filter(BusinessMeter::inRoutes).map(BusinessMeter::name).toList());
  }

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList()) {
        JsonNode routes = new YAMLMapper().readTree(file.toFile());
        for (JsonNode step : routes.findParents("uri")) {
          String[] uri = step.get("uri").asText().split("[:?]", 4);
          if (uri[0].equals("micrometer")) {
            Set<String> labels = new TreeSet<>();
            step.path("parameters").fieldNames().forEachRemaining(name -> {
              if (name.startsWith(TAG)) {
                labels.add(name.substring(TAG.length()));
              }
            });
            steps.add(new Step(file, uri[1], uri[2], labels, step.path("parameters").path("action").asText().equals("start")));
          }
        }
      }
    }
    return steps;
  }
}
