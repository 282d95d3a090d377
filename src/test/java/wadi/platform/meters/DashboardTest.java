package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard asks for metrics and labels that exist. Whether they are in a real scrape, MetricsIT looks. */
class DashboardTest {
  private static final Set<String> LIBRARIES = Set.of("camel", "hikaricp", "jvm", "process");
  private static final Set<String> PROMETHEUS = Set.of("instance", "le");

  @Test
  void every_metric_it_asks_for_exists() throws Exception {
    Set<String> ours = exported();
    Set<String> unknown = new TreeSet<>(Dashboard.read().metrics());
    assertThat(unknown).hasSizeGreaterThan(20);
    unknown.removeIf(name -> ours.contains(name) || LIBRARIES.contains(name.substring(0, name.indexOf('_'))));
    assertThat(unknown).as("metrics in ops/grafana/dashboards/wadi.json that are not in MeterList").isEmpty();
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
