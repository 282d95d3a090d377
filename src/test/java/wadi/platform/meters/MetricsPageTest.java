package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {

  @Test
  void every_meter_stands_on_it_with_its_labels() {
    for (BusinessMeter meter : MeterList.all()) {
      assertThat(MetricsPage.text()).contains("### `" + meter.name() + "`", meter.description());
      assertThat(meter.labels()).allMatch(label -> !label.values().isEmpty() || !label.meaning().isEmpty());
    }
  }
}
