package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetersTest {
  private final Meters meters = new Meters();

  @AfterEach
  void close() {
    meters.close();
  }

  static List<BusinessMeter> list() {
    return MeterList.all();
  }

  @ParameterizedTest
  @MethodSource("list")
  void every_meter_has_a_name_of_its_kind_and_a_description(BusinessMeter meter) {
    assertThat(meter.name()).matches("[a-z]+(_[a-z]+)+").matches(switch (meter.type()) {
      case COUNTER -> ".*_total";
      case TIMER -> ".*_seconds";
      default -> ".*(?<!_total)";
    });
    assertThat(meter.description()).matches("[A-Z].*[^.]");
    assertThat(meter.buckets()).isSorted().hasSize(meter.type() == Meter.Type.TIMER ? meter.buckets().size() : 0);
    assertThat(MeterList.all().stream().filter(other -> other.name().equals(meter.name()))).hasSize(1);
  }

  @Test
  void counters_whose_labels_are_listed_begin_at_zero() {
    assertThat(lines("fraud_verdicts_total")).containsExactly("fraud_verdicts_total{decision=\"clean\"} 0.0",
        "fraud_verdicts_total{decision=\"held\"} 0.0", "fraud_verdicts_total{decision=\"review\"} 0.0");
    assertThat(lines("mails_sent_total")).containsExactly("mails_sent_total 0.0");
    assertThat(lines("delivery_outcomes_total")).isEmpty();
  }

  @Test
  void the_others_begin_at_zero_when_their_labels_are_known() {
    meters.expect(Map.of("channel", new TreeSet<>(List.of("email", "sms"))));
    assertThat(lines("delivery_outcomes_total")).containsExactly(
        "delivery_outcomes_total{channel=\"email\",outcome=\"delivered\"} 0.0", "delivery_outcomes_total{channel=\"email\",outcome=\"parked\"} 0.0",
        "delivery_outcomes_total{channel=\"email\",outcome=\"retry\"} 0.0", "delivery_outcomes_total{channel=\"email\",outcome=\"submitted\"} 0.0",
        "delivery_outcomes_total{channel=\"sms\",outcome=\"delivered\"} 0.0",
        "delivery_outcomes_total{channel=\"sms\",outcome=\"parked\"} 0.0", "delivery_outcomes_total{channel=\"sms\",outcome=\"retry\"} 0.0",
        "delivery_outcomes_total{channel=\"sms\",outcome=\"submitted\"} 0.0");
    assertThat(lines("fraud_reasons_total")).isEmpty();
  }

  @Test
  void what_was_counted_stays_when_it_is_expected_again() {
    meters.counter("fraud_verdicts_total", "decision", "held").increment();
    meters.expect(Map.of("channel", List.of("email")));
    assertThat(lines("fraud_verdicts_total")).contains("fraud_verdicts_total{decision=\"held\"} 1.0");
  }

  @Test
  void a_label_that_is_not_ours_is_left_out_and_one_that_is_missing_is_unknown() {
    meters.counter("fraud_verdicts_total", "decision", "held", "camelContext", "camel-1").increment();
    meters.counter("fraud_verdicts_total", "card", "4111111111111111").increment(2);
    meters.counter("fraud_verdicts_total", "decision", "").increment();
    assertThat(lines("fraud_verdicts_total")).containsExactly("fraud_verdicts_total{decision=\"clean\"} 0.0",
        "fraud_verdicts_total{decision=\"held\"} 1.0", "fraud_verdicts_total{decision=\"review\"} 0.0",
        "fraud_verdicts_total{decision=\"unknown\"} 3.0");
  }

  @Test
  void values_without_end_are_counted_as_other() {
    for (int n = 0; n < 1_000; n++) {
      meters.counter("fraud_reasons_total", "reason", "order " + n).increment();
    }
    assertThat(lines("fraud_reasons_total")).hasSize(51).contains("fraud_reasons_total{decision=\"unknown\",reason=\"order 49\"} 1.0",
        "fraud_reasons_total{decision=\"unknown\",reason=\"other\"} 950.0");
  }

  @Test
  void each_urgency_is_counted_as_itself() {
    for (int n = 0; n <= 256; n++) {
      meters.counter("payload_priority_total", "priority", Integer.toString(n)).increment();
    }
    assertThat(lines("payload_priority_total")).hasSize(257).contains("payload_priority_total{priority=\"255\"} 1.0",
        "payload_priority_total{priority=\"other\"} 1.0");
  }

  @Test
  void whoever_counts_first_the_description_is_that_of_the_list() {
    meters.counter("fraud_reasons_total", "reason", "NEW").increment();
    assertThat(meters.scrape()).contains("# HELP fraud_reasons_total Reasons of verdicts, with what was decided; one verdict may have several\n");
  }

  @Test
  void a_timer_of_the_list_is_a_histogram_with_its_buckets() {
    meters.timer("fraud_check_seconds").record(Duration.ofMillis(3));
    assertThat(lines("fraud_check_seconds_bucket")).hasSize(17).contains("fraud_check_seconds_bucket{le=\"0.0025\"} 0",
        "fraud_check_seconds_bucket{le=\"0.005\"} 1", "fraud_check_seconds_bucket{le=\"+Inf\"} 1");
  }

  @Test
  void a_meter_that_is_removed_stays() {
    Meter counted = meters.counter("fraud_verdicts_total", "decision", "held");
    meters.remove(counted);
    assertThat(lines("fraud_verdicts_total")).hasSize(3);
  }

  @Test
  void the_delivery_table_is_heard() {
    meters.expect(Map.of("channel", List.of("email")));
    meters.deliveries().repeated("email", 3);
    meters.deliveries().expired("sms", 2);
    assertThat(lines("delivery_repeated_total")).containsExactly("delivery_repeated_total{channel=\"email\"} 3.0");
    assertThat(lines("delivery_expired_total")).containsExactly("delivery_expired_total{channel=\"email\"} 0.0",
        "delivery_expired_total{channel=\"sms\"} 2.0");
  }

  @Test
  void requests_are_timed_by_route_method_and_status() {
    meters.http().expect("/transact", "POST");
    assertThat(lines("http_server_requests_seconds_count"))
        .containsExactly("http_server_requests_seconds_count{method=\"POST\",route=\"/transact\",status=\"200\"} 0");
    long began = System.nanoTime() - 30_000_000;
    meters.http().answered("/transact", "POST", 402, began);
    meters.http().answered("", "BREW", 404, began);
    meters.http().hungUp("/transact", "POST", began);
    assertThat(lines("http_server_requests_seconds_count")).containsExactly(
        "http_server_requests_seconds_count{method=\"POST\",route=\"/transact\",status=\"200\"} 0",
        "http_server_requests_seconds_count{method=\"POST\",route=\"/transact\",status=\"402\"} 1",
        "http_server_requests_seconds_count{method=\"POST\",route=\"/transact\",status=\"499\"} 1",
        "http_server_requests_seconds_count{method=\"other\",route=\"unknown\",status=\"404\"} 1");
    assertThat(lines("http_server_requests_seconds_bucket")).contains(
        "http_server_requests_seconds_bucket{method=\"POST\",route=\"/transact\",status=\"402\",le=\"0.025\"} 0");
  }

  /** The series of a metric, sorted. */
  private List<String> lines(String name) {
    return meters.scrape().lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " ")).sorted().toList();
  }
}
