package wadi.camel.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    context.addRoutePolicyFactory(new RouteMeters(registry));
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:outer").routeId("outer").onException(IllegalStateException.class).handled(true).end().to("direct:inner");
        from("direct:inner").routeId("inner").errorHandler(noErrorHandler())
            .filter(body().isEqualTo("bad")).throwException(new IllegalStateException("bad")).end();
      }
    });
    context.start();
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void every_route_begins_at_zero() {
    assertThat(registry.get("camel.exchanges.total").tags("routeId", "inner").counter().count()).isZero();
    assertThat(registry.get("camel.route.policy").tags("routeId", "inner").timer().count()).isZero();
  }

  @Test
  void exchanges_are_counted_and_timed_in_each_route_they_pass() {
    context.createFluentProducerTemplate().to("direct:outer").withBody("good").send();
    context.createFluentProducerTemplate().to("direct:outer").withBody("bad").send();
    for (String route : new String[] {"outer", "inner"}) {
      assertThat(count("camel.exchanges.total", route)).isEqualTo(2);
      assertThat(registry.get("camel.route.policy").tags("routeId", route).timer().count()).isEqualTo(2);
    }
    assertThat(count("camel.exchanges.failed", "inner")).isEqualTo(1);
    assertThat(count("camel.exchanges.succeeded", "inner")).isEqualTo(1);
    assertThat(count("camel.exchanges.failed", "outer")).isZero();
    assertThat(count("camel.exchanges.failures.handled", "outer")).isEqualTo(1);
    assertThat(count("camel.exchanges.external.redeliveries", "outer")).isZero();
  }

  private double count(String name, String route) {
    return registry.get(name).tags("routeId", route).counter().count();
  }
}
