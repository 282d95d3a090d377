package wadi.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import wadi.camel.fraud.RemoteScreening;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.SampleScreening;
import wadi.domain.fraud.Unscreened;

/** The values of meter labels that a generation can count, so that its counters begin at 0. */
final class ExpectedLabels {
  private static final String RECEIVES = "receive-transaction-";
  private static final String PARKS = "background-errors";

  private ExpectedLabels() {}

  /** By name of label. */
  static Map<String, Collection<String>> of(CamelContext context, RuleBook rules) {
    Map<String, Collection<String>> values = new HashMap<>();
    List<Route> routes = context.getRoutes();
    values.put("transport", routes.stream().map(Route::getRouteId).filter(id -> id.startsWith(RECEIVES))
        .map(id -> id.substring(RECEIVES.length())).collect(Collectors.toCollection(TreeSet::new)));
    values.put("channel", begun(routes, "delivery"));
    values.put("topic", begun(routes, "outbox"));
    values.put("source", routes.stream().filter(route -> PARKS.equals(route.getConfigurationId())).map(Route::getRouteId)
        .collect(Collectors.toCollection(TreeSet::new)));
    Set<String> reasons = new TreeSet<>(rules.reasonCodes());
    List.of(SampleScreening.REASON, RemoteScreening.REASON, Unscreened.REASON).forEach(reason -> reasons.add(reason.code()));
    values.put("reason", reasons);
    return values;
  }

  /** What stands behind the scheme, of the routes that begin with it. */
  private static Set<String> begun(List<Route> routes, String scheme) {
    return routes.stream().map(route -> route.getEndpoint().getEndpointUri()).filter(uri -> uri.startsWith(scheme + "://"))
        .map(uri -> uri.substring(scheme.length() + 3).replaceFirst("\\?.*", "")).collect(Collectors.toCollection(TreeSet::new));
  }
}
