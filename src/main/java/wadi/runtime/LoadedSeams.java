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
import wadi.camel.files.Check;
import wadi.camel.files.Finding;

/**
 * The seams as they were loaded. The files were checked before; what only a start knows is where properties lead that the
 * environment overrides.
 */
final class LoadedSeams {
  private LoadedSeams() {}

  /** The seams that are called and lead nowhere, each with the routes that call it. */
  static List<Finding> findings(CamelContext context) {
    Set<Endpoint> consumed = context.getRoutes().stream().map(Route::getEndpoint).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : context.getEndpoints()) {
      if (endpoint instanceof DirectEndpoint && !consumed.contains(endpoint)) {
        String seam = endpoint.getEndpointUri().replace("://", ":");
        findings.add(new Finding(Check.LOADING, callers(context, endpoint), 0, "no route begins with " + seam,
            "set the property that leads there to the name of a route that exists"));
      }
    }
    return findings;
  }

  private static String callers(CamelContext context, Endpoint endpoint) {
    Set<String> callers = new TreeSet<>();
    for (Route route : context.getRoutes()) {
      for (Service step : route.getServices()) {
        if (step instanceof EndpointAware aware && aware.getEndpoint() == endpoint) {
          callers.add(route.getSourceLocation() == null ? "route " + route.getRouteId() : route.getSourceLocation());
        }
      }
    }
    return callers.isEmpty() ? "a route" : String.join(", ", callers);
  }
}
