package wadi.camel.errors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import wadi.camel.RouteName;
import wadi.domain.reload.FailureComparison;
import wadi.domain.reload.FailureShare;

/**
 * Counts for each route of one generation how many exchanges it had in the last five minutes and how many of them failed.
 * Whether one failed is decided where it came from: over HTTP by a reply of 500 or more, elsewhere by an exception that
 * nobody handled, a rollback, or a message that was parked. Routes within that it left by an exception have failed with it;
 * what a client did wrong, and what a route handled so that all ended well, is nobody's failure.
 */
public final class RouteFailures implements RoutePolicyFactory, NonManagedService {
  private static final Set<String> HTTP = Set.of("platform-http", "rest", "rest-openapi");

  private final Map<String, RecentFailures> routes = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /**
   * One failure.
   *
   * @param ago how long ago
   * @param reason classes and codes, never what a message said
   */
  public record Failure(Duration ago, String reason) {}

  /** @param nanos as {@link System#nanoTime} */
  public RouteFailures(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** By name, for every route there is. */
  public Map<String, FailureShare> shares() {
    Map<String, FailureShare> shares = new TreeMap<>();
    routes.forEach((id, counted) -> shares.put(id, counted.share()));
    return shares;
  }

  /** The last few failures of a route, the newest first. */
  public List<Failure> last(String route) {
    return routes.containsKey(route) ? routes.get(route).last() : List.of();
  }

  /** How this generation's route does against what another one's did. */
  public FailureComparison compare(String routeId, FailureShare before) {
    RecentFailures counted = routes.getOrDefault(routeId, new RecentFailures(nanos));
    return new FailureComparison(routeId, before, counted.share(), counted.reason());
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new OfRoute(routes.computeIfAbsent(RouteName.of(routeId, route), id -> new RecentFailures(nanos)));
  }

  private static final class OfRoute extends RoutePolicySupport {
    private final RecentFailures counted;
    private boolean http;

    OfRoute(RecentFailures counted) {
      this.counted = counted;
    }

    @Override
    public void onInit(Route route) {
      super.onInit(route);
      String uri = route.getEndpoint().getEndpointUri();
      http = HTTP.contains(uri.substring(0, uri.indexOf(':')));
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      if (isEntrance(route, exchange)) {
        Passage.enter(exchange, counted, http);
      }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      if (!isEntrance(route, exchange)) {
        counted.exchange();
        if (exchange.getException() != null) {
          Passage.failedIn(exchange, counted);
        }
      }
    }

    /** Parts of a split message and what is asked on the way keep the route of the whole. */
    private static boolean isEntrance(Route route, Exchange exchange) {
      return route.getRouteId().equals(exchange.getFromRouteId());
    }
  }
}
