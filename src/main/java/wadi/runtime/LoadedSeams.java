package wadi.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.direct.DirectEndpoint;

/** What Camel itself lets pass when it loads routes. */
final class RouteCatalog {
  private RouteCatalog() {}

  /** The seams that are called and lead nowhere, each with the routes that call it. */
  static List<String> findings(CamelContext context) {
    Set<Endpoint> consumed = context.getRoutes().stream().map(Route::getEndpoint).collect(Collectors.toSet());
    List<String> findings = new ArrayList<>();
    for (Endpoint endpoint : context.getEndpoints()) {
      if (endpoint instanceof DirectEndpoint && !consumed.contains(endpoint)) {
        findings.add("%s: no route begins with %s".formatted(callers(context, endpoint), endpoint.getEndpointUri().replace("://", ":")));
      }
    }
    return findings;
  }

  private static String callers(CamelContext context, Endpoint endpoint) {
    Set<String> callers = new TreeSet<>();
    for (Route route : context.getRoutes()) {
      for (Service step : route.getServices()) {
        if (step instanceof EndpointAware aware && aware.getEndpoint() == endpoint) {
          callers.add(String.valueOf(route.getSourceLocation()));
        }
      }
    }
    return callers.isEmpty() ? "a route" : String.join(", ", callers);
  }
}
