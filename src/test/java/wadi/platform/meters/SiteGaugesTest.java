package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wadi.platform.postgres.SiteReadings.Phases;
import wadi.platform.postgres.SiteReadings.Reading;

class SiteGaugesTest {
  private static final Phases PHASES = new Phases(Optional.of(0.25), Optional.of(0.5), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void shows_sites_under_the_names_of_blackbox_exporter_and_none_that_is_gone() {
    Meters meters = new Meters();
    SiteGauges gauges = new SiteGauges(meters);
    Reading shop = new Reading("shop", "https://shop.example.com/a?token=1", true, Optional.of(200), PHASES, 0.75, Optional.of(Instant.ofEpochSecond(1_800_000_000)), Optional.of(false));

    gauges.show(List.of(shop, new Reading("blog", "http://blog.example.com/", false, Optional.empty(), PHASES, 5, Optional.empty(), Optional.empty())));

    assertThat(meters.scrape()).contains("probe_success{site=\"shop\",url=\"https://shop.example.com/a\"} 1.0", "probe_success{site=\"blog\",url=\"http://blog.example.com/\"} 0.0",
        "probe_http_duration_seconds{phase=\"resolve\",site=\"shop\",url=\"https://shop.example.com/a\"} 0.25", "probe_ssl_earliest_cert_expiry{site=\"shop\",url=\"https://shop.example.com/a\"} 1.8E9",
        "probe_failed_due_to_regex{site=\"shop\",url=\"https://shop.example.com/a\"} 1.0", "probe_http_status_code{site=\"blog\",url=\"http://blog.example.com/\"} 0.0")
        .doesNotContain("phase=\"tls\",site=\"shop\"", "token");
    gauges.show(List.of(shop));
    assertThat(meters.scrape()).contains("site=\"shop\"").doesNotContain("site=\"blog\"");
  }
}
