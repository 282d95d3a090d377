package wadi.camel.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuringComponentTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void counts_by_labels_that_simple_reads_from_the_exchange() throws Exception {
    route("micrometer:counter:seen_total?tags.kind=${body[kind]}&tags.fixed=yes");
    send(Map.of("kind", "a"));
    send(Map.of("kind", "a"));
    send(Map.of("kind", "b"));
    assertThat(registry.get("seen_total").tags("kind", "a", "fixed", "yes").counter().count()).isEqualTo(2);
    assertThat(registry.get("seen_total").tags("kind", "b", "fixed", "yes").counter().count()).isEqualTo(1);
    assertThat(registry.find("seen_total").tagKeys("camelContext").meters()).isEmpty();
  }

  @Test
  void counts_by_an_increment() throws Exception {
    route("micrometer:counter:seen_total?increment=${body}");
    send(3);
    send(4);
    assertThat(registry.get("seen_total").counter().count()).isEqualTo(7);
  }

  @Test
  void leaves_the_message_as_it_is() throws Exception {
    route("micrometer:counter:seen_total?tags.kind=${body[kind]}");
    Exchange sent = send(Map.of("kind", "a"));
    assertThat(sent.getMessage().getBody()).isEqualTo(Map.of("kind", "a"));
    assertThat(sent.getMessage().getHeaders()).containsOnlyKeys("CamelMetricsName");
  }

  @Test
  void is_not_told_by_headers_what_to_count() throws Exception {
    route("micrometer:counter:seen_total");
    send("body");
    assertThat(registry.getMeters()).singleElement().extracting(meter -> meter.getId().getName()).isEqualTo("seen_total");
  }

  @Test
  void never_fails_the_exchange_it_measures() throws Exception {
    for (String broken : new String[] {"micrometer:counter:a_total?tags.kind=${body.no.such.method}", "micrometer:counter:b_total?increment=${body}",
        "micrometer:timer:c_total?action=stop", "micrometer:counter:taken"}) {
      registry.gauge("taken", 1);
      registry.counter("c_total");
      route(broken);
      for (int n = 0; n < 2; n++) {
        Exchange sent = send("no number");
        assertThat(sent.getException()).as(broken).isNull();
        assertThat(sent.getVariable("after")).as(broken).isEqualTo("reached");
      }
      context.removeRoute("measured");
    }
  }

  @Test
  void counts_what_has_no_label_value_all_the_same() throws Exception {
    route("micrometer:counter:seen_total?tags.kind=${body[kind]}");
    send(Map.of());
    assertThat(registry.get("seen_total").tags("kind", "").counter().count()).isOne();
  }

  @Test
  void times_from_start_to_stop() throws Exception {
    route("micrometer:timer:work_seconds?action=start", "micrometer:timer:work_seconds?action=stop&tags.kind=${body}");
    Exchange sent = send("a");
    send("a");
    assertThat(registry.get("work_seconds").tags("kind", "a").timer().count()).isEqualTo(2);
    assertThat(sent.getProperties()).doesNotContainKey("timer:work_seconds");
  }

  @Test
  void a_stop_without_a_start_measures_nothing() throws Exception {
    route("micrometer:timer:work_seconds?action=stop");
    send("a");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void leaves_to_camel_what_it_does_not_know() throws Exception {
    route("micrometer:summary:sizes?value=${body}");
    context.createFluentProducerTemplate().to("direct:measured").withBody(12).send();
    assertThat(registry.get("sizes").summary().totalAmount()).isEqualTo(12);
  }

  @Test
  void counts_values_without_end_without_remembering_them_all() throws Exception {
    route("micrometer:counter:seen_total?tags.kind=${body}");
    for (int n = 0; n < 1_100; n++) {
      send("value " + n);
      send("value " + n);
    }
    assertThat(registry.get("seen_total").tags("kind", "value 1099").counter().count()).isEqualTo(2);
  }

  private void route(String... steps) throws Exception {
    if (!context.isStarted()) {
      context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
      context.addComponent("micrometer", new MeasuringComponent());
      context.start();
    }
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:measured").routeId("measured").errorHandler(noErrorHandler()).to(steps).setVariable("after", constant("reached"));
      }
    });
  }

  /** With a header that would rename Camel's own counter. */
  private Exchange send(Object body) throws IOException {
    try (ProducerTemplate producer = context.createProducerTemplate()) {
      return producer.request("direct:measured", exchange -> {
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(MicrometerConstants.HEADER_METRIC_NAME, "from_outside");
      });
    }
  }
}
