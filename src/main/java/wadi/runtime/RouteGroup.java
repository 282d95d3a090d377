package wadi.runtime;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spi.Resource;

/** Of which group a route is: the word that {@code roles} names. */
final class RouteGroup {
  private static final Set<String> INNER = Set.of("direct", "kamelet");
  private static final Pattern FOLDER = Pattern.compile(".*/routes/([^/]+)/[^/]*");

  private RouteGroup() {}

  /** What it says itself; a verb of {@code rest:} cannot, and is of the folder its file is in. */
  static String of(Route route) {
    return Optional.ofNullable(route.getGroup()).or(() -> Optional.ofNullable(route.getSourceLocation()).flatMap(RouteGroup::folder))
        .or(() -> ofVerb(route)).orElse("");
  }

  /** Whether only other routes call it. */
  static boolean isInner(Route route) {
    String uri = route.getEndpoint().getEndpointUri();
    return INNER.contains(uri.substring(0, uri.indexOf(':')));
  }

  private static Optional<String> ofVerb(Route route) {
    return ((ModelCamelContext) route.getCamelContext()).getRestDefinitions().stream()
        .filter(rest -> rest.getVerbs().stream().anyMatch(verb -> route.getRouteId().equals(verb.getRouteId()) || route.getRouteId().equals(verb.getId())))
        .findFirst().map(RestDefinition::getResource).map(Resource::getLocation).flatMap(RouteGroup::folder);
  }

  private static Optional<String> folder(String location) {
    Matcher file = FOLDER.matcher(location.replaceFirst(":\\d+$", ""));
    return file.matches() ? Optional.of(file.group(1)) : Optional.empty();
  }
}
