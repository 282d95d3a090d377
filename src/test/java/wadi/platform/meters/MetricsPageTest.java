package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {

  @Test
  void the_names_of_old_are_there_and_said_to_be_such() {
    for (String name : LegacyMetrics.NAMES) {
      BusinessMeter meter = MeterList.find(name + "_total");
      assertThat(meter.description()).as(name).endsWith("(name of the original mail service)");
      assertThat(MetricsPage.text().replaceFirst("(?s)## Wadi's own.*", "")).contains("`" + name + "_total`", LegacyMetrics.PORT);
    }
    assertThat(LegacyMetrics.NAMES).hasSize(4);
  }

  @Test
  void every_meter_stands_on_it_with_its_labels() {
    for (BusinessMeter meter : MeterList.all()) {
      assertThat(MetricsPage.text()).contains("### `" + meter.name() + "`", meter.description());
      assertThat(meter.labels()).allMatch(label -> !label.values().isEmpty() || !label.meaning().isEmpty());
    }
  }
}
