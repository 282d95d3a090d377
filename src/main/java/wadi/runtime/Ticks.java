package wadi.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.scheduler.SchedulerEndpoint;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * When the routes that begin with a clock last fired. A new generation goes on in step with the old one: without it each
 * reload would begin to count anew, so that a tick came twice, or, reloaded often, a long one never.
 */
final class Ticks implements RoutePolicyFactory {
  private final Map<String, Long> fired = new ConcurrentHashMap<>();

  /** None for all others: it would cost each of their exchanges time. */
  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    String from = route instanceof RouteDefinition definition ? definition.getInput().getEndpointUri() : "";
    return context.resolvePropertyPlaceholders(from).matches("(timer|scheduler):.*") ? new Noting() : null;
  }

  private final class Noting extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      fired.put(route.getRouteId(), System.nanoTime());
    }
  }

  /** Lets the routes of {@code next}, which have not started, fire when those of {@code old} with the same period would have. */
  void carryOver(Generation old, Generation next) {
    for (Route route : next.routes(ConsumerKind.EXCLUSIVE)) {
      long period = period(route);
      Long last = fired.get(route.getRouteId());
      if (period > 0 && last != null && old.route(route.getRouteId()).filter(before -> period(before) == period).isPresent()) {
        begin(route, Math.max(0, period - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last)));
      }
    }
    fired.keySet().removeIf(id -> next.route(id).isEmpty());
  }

  private static void begin(Route route, long delay) {
    if (route.getEndpoint() instanceof TimerEndpoint timer) {
      timer.setDelay(delay);
    } else if (route.getConsumer() instanceof ScheduledPollConsumer scheduled) {
      scheduled.setInitialDelay(scheduled.getTimeUnit().convert(delay, TimeUnit.MILLISECONDS));
    }
  }

  /** In milliseconds; 0 when the route does not begin with a clock. */
  private static long period(Route route) {
    if (route.getEndpoint() instanceof TimerEndpoint timer) {
      return timer.getRepeatCount() > 0 ? 0 : timer.getPeriod();
    }
    return route.getEndpoint() instanceof SchedulerEndpoint && route.getConsumer() instanceof ScheduledPollConsumer scheduled
        ? scheduled.getTimeUnit().toMillis(scheduled.getDelay()) : 0;
  }
}
