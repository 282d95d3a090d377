package wadi.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Notes in each exchange by which routes it came to where it is, so that a delivery or a dead letter can say so. */
public final class RoutePath implements RoutePolicyFactory {
  private static final String PROPERTY = "wadi.route-path";
  private static final String FAILURE = "wadi.route-failure";

  private record Failure(Exception cause, String route) {}

  /** Never changed, because the parts of a split message share it. */
  private record Step(Step before, String route) {
    private void write(StringBuilder text) {
      if (before != null) {
        before.write(text);
        text.append(" > ");
      }
      text.append(route);
    }
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new OfRoute(RouteName.of(routeId, route));
  }

  private static final class OfRoute extends RoutePolicySupport {
    private final String name;

    OfRoute(String name) {
      this.name = name;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      exchange.setProperty(PROPERTY, new Step((Step) exchange.getProperty(PROPERTY), name));
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      if (exchange.getProperty(PROPERTY) instanceof Step last && last.route.equals(name)) {
        exchange.setProperty(PROPERTY, last.before);
      }
      Exception failure = exchange.getException();
      if (failure != null && !(exchange.getProperty(FAILURE) instanceof Failure known && known.cause == failure)) {
        exchange.setProperty(FAILURE, new Failure(failure, name));
      }
    }
  }

  /** The innermost route that ended with this failure; null when that is not known. */
  public static String failedIn(Exchange exchange, Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (exchange.getProperty(FAILURE) instanceof Failure known && known.cause == e) {
        return known.route;
      }
    }
    return null;
  }

  /** The route that called this one, while or after the exchange is in it; empty when it came from outside. */
  public static String callerOf(Exchange exchange, String route) {
    Step last = (Step) exchange.getProperty(PROPERTY);
    Step caller = last != null && last.route.equals(route) ? last.before : last;
    return caller == null ? "" : caller.route;
  }

  /** The route the exchange is in; empty outside of routes. */
  public static String current(Exchange exchange) {
    return exchange.getProperty(PROPERTY) instanceof Step last ? last.route : "";
  }

  /** For example {@code receive-alert-artemis > accept-alert > route-alert > deliver-email}; null outside of routes. */
  public static String of(Exchange exchange) {
    if (!(exchange.getProperty(PROPERTY) instanceof Step last)) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    last.write(text);
    return text.toString();
  }
}
