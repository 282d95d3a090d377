package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  @Test
  void the_page_is_up_to_date() throws Exception {
    assertThat(Files.readString(Path.of(MetricsPage.PATH)))
        .as("%s is stale. Write it again: java -cp 'target/classes:target/lib/*' wadi.platform.meters.MetricsPage", MetricsPage.PATH)
        .isEqualTo(MetricsPage.text());
  }

  @Test
  void every_meter_stands_on_it_with_its_labels() {
    for (BusinessMeter meter : MeterList.all()) {
      assertThat(MetricsPage.text()).contains("### `" + meter.name() + "`", meter.description());
      assertThat(meter.labels()).allMatch(label -> !label.values().isEmpty() || !label.meaning().isEmpty());
    }
  }
}
