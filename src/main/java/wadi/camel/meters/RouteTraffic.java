package wadi.camel.meters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import wadi.camel.RouteName;
import wadi.camel.RoutePath;

/** Counts for one generation between which routes its exchanges went, and how many of them failed. To be added after {@link RoutePath}. */
public final class RouteTraffic implements RoutePolicyFactory, NonManagedService {
  private final Map<String, Map<String, Counted>> routes = new ConcurrentHashMap<>();

  private record Counted(LongAdder exchanges, LongAdder failures) {}

  /**
   * What went one way since the generation began.
   *
   * @param from the route that called, or empty: from outside
   * @param failures of the exchanges; they left the route by an exception or a rollback
   */
  public record Way(String from, String to, long exchanges, long failures) {}

  /** Each way that was taken, by its names. */
  public List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    routes.forEach((to, callers) -> callers.forEach((from, counted) -> ways.add(new Way(from, to, counted.exchanges.sum(), counted.failures.sum()))));
    ways.sort(Comparator.comparing(Way::from).thenComparing(Way::to));
    return ways;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    String name = RouteName.of(routeId, route);
    return new OfRoute(name, routes.computeIfAbsent(name, id -> new ConcurrentHashMap<>()));
  }

  private static final class OfRoute extends RoutePolicySupport {
    private final String name;
    private final Map<String, Counted> callers;

    OfRoute(String name, Map<String, Counted> callers) {
      this.name = name;
      this.callers = callers;
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      String from = RoutePath.callerOf(exchange, name);
      Counted counted = callers.get(from);
      if (counted == null) {
        counted = callers.computeIfAbsent(from, caller -> new Counted(new LongAdder(), new LongAdder()));
      }
      counted.exchanges.increment();
      if (exchange.isFailed() || exchange.isRollbackOnly()) {
        counted.failures.increment();
      }
    }
  }
}
