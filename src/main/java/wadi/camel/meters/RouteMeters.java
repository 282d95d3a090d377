package wadi.camel.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;
import wadi.camel.RouteName;

/**
 * Counts and times each route, under the names of Camel's own route policy, which formats three texts for each exchange
 * in each route and keeps meters by context.
 */
public final class RouteMeters implements RoutePolicyFactory, NonManagedService {
  private final MeterRegistry registry;

  public RouteMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new OfRoute(registry, routeId, RouteName.of(routeId, route));
  }

  private static final class OfRoute extends RoutePolicySupport {
    private final String began;
    private final Timer time;
    private final Counter total;
    private final Counter succeeded;
    private final Counter failed;
    private final Counter handled;
    private final Counter redelivered;

    OfRoute(MeterRegistry registry, String routeId, String name) {
      Tags tags = Tags.of("routeId", name);
      began = "route-began:" + routeId;
      time = Timer.builder("camel.route.policy").description("Time of exchanges in a route").tags(tags).register(registry);
      total = counter(registry, "camel.exchanges.total", "Exchanges that left a route", tags);
      succeeded = counter(registry, "camel.exchanges.succeeded", "Exchanges that left a route well", tags);
      failed = counter(registry, "camel.exchanges.failed", "Exchanges that left a route with a failure", tags);
      handled = counter(registry, "camel.exchanges.failures.handled", "Exchanges whose failure the route has handled", tags);
      redelivered = counter(registry, "camel.exchanges.external.redeliveries", "Exchanges that a broker sent again", tags);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
      return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      exchange.setProperty(began, System.nanoTime());
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      if (exchange.removeProperty(began) instanceof Long start) {
        time.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      }
      total.increment();
      if (exchange.isFailed()) {
        failed.increment();
      } else {
        succeeded.increment();
        if (ExchangeHelper.isFailureHandled(exchange)) {
          handled.increment();
        }
        if (exchange.isExternalRedelivered()) {
          redelivered.increment();
        }
      }
    }
  }
}
