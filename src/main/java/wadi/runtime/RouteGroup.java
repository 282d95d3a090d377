package wadi.runtime;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Route;

/** Of which group a route is: the word that {@code roles} names. */
final class RouteGroup {
  private static final Set<String> INNER = Set.of("direct", "kamelet");
  private static final Pattern FOLDER = Pattern.compile(".*/routes/([^/]+)/.*");

  private RouteGroup() {}

  /** What it says itself; else the folder its file is in, as for the verbs of {@code rest:}, which cannot say one. */
  static String of(Route route) {
    if (route.getGroup() != null) {
      return route.getGroup();
    }
    Matcher file = FOLDER.matcher(String.valueOf(route.getSourceLocation()));
    return file.matches() ? file.group(1) : "";
  }

  /** Whether only other routes call it. */
  static boolean isInner(Route route) {
    String uri = route.getEndpoint().getEndpointUri();
    return INNER.contains(uri.substring(0, uri.indexOf(':')));
  }
}
