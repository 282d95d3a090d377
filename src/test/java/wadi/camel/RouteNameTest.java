package wadi.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wadi.camel.errors.RouteFailures;
import wadi.camel.meters.RouteMeters;

/** What is counted and told of a kamelet has the same name in every generation. */
class RouteNameTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RouteFailures failures = new RouteFailures(System::nanoTime);

  @BeforeEach
  void start() throws Exception {
    context.addRoutePolicyFactory(new RouteMeters(meters));
    context.addRoutePolicyFactory(new RoutePath());
    context.addRoutePolicyFactory(failures);
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        routeTemplate("tag-action").from("kamelet:source").process(exchange -> exchange.getMessage().setBody(RoutePath.of(exchange)));
        from("direct:once").routeId("once").to("kamelet:tag-action");
        from("direct:again").routeId("again").to("kamelet:tag-action").to("kamelet:tag-action/tag-subject");
      }
    });
    context.start();
  }

  @AfterEach
  void stop() throws IOException {
    context.close();
  }

  private String send(String uri) {
    return context.createProducerTemplate().requestBody(uri, "", String.class);
  }

  @Test
  void a_use_of_a_kamelet_is_called_after_it_or_as_its_author_says() {
    assertThat(context.getRoutes().stream().map(RouteName::of).collect(Collectors.toSet())).containsExactlyInAnyOrder("once", "again", "tag-action", "tag-subject");
  }

  @Test
  void all_uses_are_counted_under_one_name() {
    send("direct:once");
    send("direct:again");

    assertThat(meters.find("camel.exchanges.total").counters()).extracting(counter -> counter.getId().getTag("routeId"))
        .containsExactlyInAnyOrder("once", "again", "tag-action", "tag-subject");
    assertThat(meters.find("camel.exchanges.total").tag("routeId", "tag-action").counters()).extracting(Counter::count).containsExactly(2.0);
    assertThat(failures.shares()).containsOnlyKeys("once", "again", "tag-action", "tag-subject");
  }

  @Test
  void the_way_of_a_message_names_it() {
    assertThat(send("direct:once")).isEqualTo("once > tag-action");
    assertThat(send("direct:again")).isEqualTo("again > tag-subject");
  }
}
