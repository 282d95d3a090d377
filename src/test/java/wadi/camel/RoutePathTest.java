package wadi.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutePathTest {
  private final CamelContext camel = new DefaultCamelContext();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    Processor note = exchange -> seen.add(exchange.getMessage().getBody() + ": " + RoutePath.of(exchange));
    camel.addRoutePolicyFactory(new RoutePath());
    camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:receive").routeId("receive").to("direct:accept").process(note);
        from("direct:accept").routeId("accept").to("direct:deliver-sms").process(note).to("direct:deliver-email");
        from("direct:deliver-sms").routeId("deliver-sms").process(note);
        from("direct:deliver-email").routeId("deliver-email").process(note);
        from("direct:split").routeId("split").split(body()).parallelProcessing().to("direct:accept").end().process(note);
        from("direct:guarded").routeId("guarded").doTry().to("direct:broken").doCatch(Exception.class).process(note).end().process(note);
        from("direct:fails-late").routeId("fails-late").onException(Exception.class).handled(true)
            .process(e -> seen.add(e.getMessage().getBody() + ": in " + RoutePath.failedIn(e, e.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                + " after " + e.getVariable("first") + ", another in " + RoutePath.failedIn(e, new IllegalStateException("again")))).end()
            .doTry().to("direct:broken").doCatch(Exception.class)
            .process(e -> e.setVariable("first", RoutePath.failedIn(e, e.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))).end()
            .split(body()).stopOnException().to("direct:inner").end();
        from("direct:inner").routeId("inner").errorHandler(noErrorHandler()).throwException(new IllegalStateException("again"));
        from("direct:broken").routeId("broken").errorHandler(noErrorHandler()).throwException(new IllegalStateException("no"));
      }
    });
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void names_the_routes_an_exchange_is_in_and_not_those_it_has_left() {
    send("direct:receive", "x");
    assertThat(seen).containsExactly("x: receive > accept > deliver-sms", "x: receive > accept", "x: receive > accept > deliver-email", "x: receive");
  }

  @Test
  void parts_of_one_message_do_not_mix_their_ways() {
    send("direct:split", List.of("a", "b", "c"));
    assertThat(seen).hasSize(10).endsWith("[a, b, c]: split").contains("a: split > accept > deliver-sms", "c: split > accept > deliver-email")
        .filteredOn(line -> line.contains("deliver-email")).hasSize(3).allMatch(line -> line.endsWith(": split > accept > deliver-email"));
  }

  @Test
  void a_route_that_failed_is_left_too() {
    send("direct:guarded", "x");
    assertThat(seen).containsExactly("x: guarded", "x: guarded");
  }

  @Test
  void says_in_which_route_a_failure_began() {
    send("direct:fails-late", List.of("a"));
    assertThat(seen).containsExactly("a: in inner after broken, another in null");
  }

  @Test
  void is_unknown_outside_of_routes() {
    assertThat(RoutePath.of(camel.getEndpoint("direct:receive").createExchange())).isNull();
  }

  private void send(String to, Object body) {
    camel.createProducerTemplate().sendBody(to, body);
  }
}
