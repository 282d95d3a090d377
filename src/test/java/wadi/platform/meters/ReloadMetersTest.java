package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.domain.reload.Outcome;

class ReloadMetersTest {
  private final Meters meters = new Meters();
  private final ReloadMeters reloads = meters.reloads();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void before_any_reload_every_outcome_and_phase_is_there_and_zero() {
    reloads.live(7, "aaa");
    assertThat(lines("runtime_reloads_total")).hasSize(Outcome.values().length)
        .contains("runtime_reloads_total{outcome=\"live\"} 0.0", "runtime_reloads_total{outcome=\"rolled-back\"} 0.0");
    assertThat(lines("runtime_reload_seconds_count")).containsExactly("runtime_reload_seconds_count{phase=\"agree\"} 0",
        "runtime_reload_seconds_count{phase=\"build\"} 0",
        "runtime_reload_seconds_count{phase=\"check\"} 0", "runtime_reload_seconds_count{phase=\"drain\"} 0",
        "runtime_reload_seconds_count{phase=\"snapshot\"} 0", "runtime_reload_seconds_count{phase=\"switch\"} 0");
    assertThat(lines("runtime_last_reload_successful")).containsExactly("runtime_last_reload_successful 1.0");
    assertThat(lines("runtime_generation")).containsExactly("runtime_generation 7.0");
    assertThat(successAt()).isCloseTo(System.currentTimeMillis() / 1_000.0, offset(60.0));
  }

  @Test
  void only_the_files_that_run_have_a_series_however_often_they_change() {
    for (int n = 1; n <= 200; n++) {
      reloads.live(n, "hash-" + n);
      assertThat(lines("runtime_config_info")).containsExactly("runtime_config_info{hash=\"hash-" + n + "\"} 1");
    }
    reloads.live(201, "hash-200");
    assertThat(lines("runtime_config_info")).containsExactly("runtime_config_info{hash=\"hash-200\"} 1");
    reloads.live(202, "hash-1");
    assertThat(lines("runtime_config_info")).containsExactly("runtime_config_info{hash=\"hash-1\"} 1");
    assertThat(lines("runtime_generation")).containsExactly("runtime_generation 202.0");
    assertThat(meters.scrape()).contains("# HELP runtime_config_info The files that run; ");
  }

  @ParameterizedTest
  @EnumSource(value = Outcome.class, names = {"REFUSED", "FAILED", "ROLLED_BACK"})
  void a_bad_reload_shows_until_the_next_good_one(Outcome outcome) {
    reloads.live(7, "aaa");
    double began = successAt();
    reloads.ended(outcome);
    assertThat(lines("runtime_reloads_total")).contains("runtime_reloads_total{outcome=\"" + outcome.word() + "\"} 1.0");
    assertThat(lines("runtime_last_reload_successful")).containsExactly("runtime_last_reload_successful 0.0");
    reloads.ended(Outcome.BUSY);
    reloads.ended(Outcome.UNKNOWN);
    reloads.live(8, "bbb");
    assertThat(lines("runtime_last_reload_successful")).as("what was not tried mends nothing").containsExactly("runtime_last_reload_successful 0.0");
    assertThat(successAt()).isEqualTo(began);
    reloads.ended(Outcome.LIVE);
    assertThat(lines("runtime_last_reload_successful")).containsExactly("runtime_last_reload_successful 1.0");
    assertThat(successAt()).isGreaterThanOrEqualTo(began);
  }

  @Test
  void files_that_are_again_as_they_run_are_good() {
    reloads.ended(Outcome.REFUSED);
    reloads.ended(Outcome.UNCHANGED);
    assertThat(lines("runtime_last_reload_successful")).containsExactly("runtime_last_reload_successful 1.0");
  }

  @Test
  void phases_are_timed() {
    reloads.took("build", Duration.ofMillis(420));
    assertThat(lines("runtime_reload_seconds_sum{phase=\"build\"}")).containsExactly("runtime_reload_seconds_sum{phase=\"build\"} 0.42");
  }

  @Test
  void a_route_that_no_generation_has_any_more_is_forgotten_and_only_that() {
    Counter gone = meters.counter("camel.exchanges.total", "routeId", "deliver-fax");
    gone.increment(5);
    meters.timer("camel.route.policy", "routeId", "deliver-fax").record(Duration.ofMillis(1));
    meters.counter("camel.exchanges.total", "routeId", "deliver-email").increment(3);
    meters.counter("errors_parked_total", "source", "deliver-fax").increment();

    meters.forgetRoute("deliver-fax");

    assertThat(lines("camel_")).containsExactly("camel_exchanges_total{routeId=\"deliver-email\"} 3.0");
    assertThat(lines("errors_parked_total")).containsExactly("errors_parked_total{source=\"deliver-fax\"} 1.0");
    gone.increment(); // by an exchange that ends late
    meters.counter("camel.exchanges.total", "routeId", "deliver-fax").increment();
    assertThat(lines("camel_")).contains("camel_exchanges_total{routeId=\"deliver-fax\"} 1.0");
  }

  private double successAt() {
    return Double.parseDouble(lines("runtime_last_reload_success_timestamp_seconds").get(0).replaceFirst(".* ", ""));
  }

  private List<String> lines(String start) {
    return Stream.of(meters.scrape().split("\n")).filter(line -> line.startsWith(start)).sorted().toList();
  }
}
