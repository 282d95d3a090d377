package wadi.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Tracer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.brokers.Ports;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.tracing.CollectorStandIn;
import wadi.tracing.CollectorStandIn.Seen;

@Timeout(60)
class TracingTest {
  private static Settings settings(Map<String, String> environment) {
    return Settings.load(Path.of("").toAbsolutePath(), environment::get);
  }

  private static Tracing on(String endpoint) {
    return Tracing.of(settings(Map.of("TRACING_ENABLED", "true", "TRACING_ENDPOINT", endpoint, "TRACING_SERVICE_NAME", "wadi-1")), "here").orElseThrow();
  }

  @Test
  void it_is_off_as_shipped() {
    assertThat(Tracing.of(settings(Map.of()), "here")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TRACING_ENDPOINT, localhost:4318, tracing.endpoint", "TRACING_ENDPOINT, ftp://localhost, tracing.endpoint", "TRACING_ENDPOINT, https://, tracing.endpoint",
      "TRACING_ENDPOINT, http://a:secret@localhost, tracing.endpoint", "TRACING_ENDPOINT, http://localhost:4318?key=1, tracing.endpoint",
      "TRACING_SAMPLE_RATIO, 1.1, tracing.sample-ratio", "TRACING_SAMPLE_RATIO, -0.1, tracing.sample-ratio", "TRACING_SAMPLE_RATIO, NaN, tracing.sample-ratio",
      "TRACING_SAMPLE_RATIO, 10%, tracing.sample-ratio", "TRACING_ENABLED, yes, tracing.enabled"})
  void a_value_that_cannot_be_used_ends_the_start_with_its_name(String variable, String value, String key) {
    assertThatThrownBy(() -> Tracing.of(settings(Map.of(variable, value)), "here")).isInstanceOf(StartupException.class)
        .hasMessageContaining("The property " + key + " is \"" + value + "\"; it must be ");
  }

  @Test
  void spans_reach_the_collector_and_the_last_ones_before_it_is_closed() throws Exception {
    try (CollectorStandIn collector = new CollectorStandIn(0)) {
      Tracing tracing = on(collector.endpoint() + "/");
      tracing.tracer().spanBuilder("one").startSpan().end();
      await().until(() -> collector.spans().size() == 1);
      tracing.tracer().spanBuilder("two").startSpan().end();
      tracing.close();
      assertThat(collector.spans()).extracting(Seen::name, Seen::service).containsExactly(tuple("one", "wadi-1"),
          tuple("two", "wadi-1"));
    }
  }

  @Test
  void a_collector_that_is_away_delays_nothing_and_may_come_back() throws Exception {
    int port = Ports.free();
    Tracing tracing = on("http://127.0.0.1:" + port);
    Tracer tracer = tracing.tracer();
    long begin = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      tracer.spanBuilder("lost").startSpan().end();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    try (CollectorStandIn collector = new CollectorStandIn(port)) {
      await().until(() -> {
        tracer.spanBuilder("seen").startSpan().end();
        return collector.spans().stream().anyMatch(span -> span.name().equals("seen"));
      });
    }
    long closing = System.nanoTime();
    tracer.spanBuilder("too late").startSpan().end();
    tracing.close();
    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(5));
  }
}
