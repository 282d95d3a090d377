package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which route hands over to which, directly or over an endpoint that one sends to and another begins with. */
final class RouteNetwork {
  /** As a transaction meets them; a capability that is not named here comes before errors. */
  private static final List<String> CAPABILITIES = List.of("intake", "fraud", "alerting", "notifications", "delivery", "mail", "sites");

  private final List<RouteEntry> routes;

  RouteNetwork(List<RouteEntry> routes) {
    this.routes = ordered(routes);
  }

  /** The shipped routes of this folder. */
  static RouteNetwork of(Path home) throws IOException {
    return new RouteNetwork(ShippedRoutes.read(home).entries());
  }

  /** By capability, and in each as a message meets them. */
  List<RouteEntry> routes() {
    return routes;
  }

  /** The routes behind a {@code direct:} URI; more than one when a placeholder in it says which. */
  List<RouteEntry> behind(String uri) {
    return behind(uri, routes);
  }

  private static List<RouteEntry> behind(String uri, List<RouteEntry> routes) {
    return routes.stream().filter(route -> route.isCalledBy(uri)).toList();
  }

  private static List<RouteEntry> ordered(List<RouteEntry> unordered) {
    Set<RouteEntry> met = new LinkedHashSet<>();
    for (String begin : Stream.concat(CAPABILITIES.stream(), Stream.of("")).toList()) {
      unordered.stream().filter(r -> !r.from().startsWith("direct:") && (begin.isEmpty() || begin.equals(r.group())))
          .forEach(r -> follow(r, unordered, met));
    }
    met.addAll(unordered);
    TreeMap<Integer, List<RouteEntry>> byCapability = new TreeMap<>();
    met.forEach(route -> byCapability.computeIfAbsent(place(route), none -> new ArrayList<>()).add(route));
    return byCapability.values().stream().flatMap(List::stream).toList();
  }

  private static int place(RouteEntry route) {
    int place = CAPABILITIES.indexOf(String.valueOf(route.group()));
    return place >= 0 ? place : CAPABILITIES.size() + ("errors".equals(route.group()) ? 1 : 0);
  }

  private static void follow(RouteEntry route, List<RouteEntry> all, Set<RouteEntry> met) {
    if (met.add(route)) {
      Stream.concat(route.calls().stream(), route.failures().stream()).forEach(uri -> all.stream()
          .filter(next -> next.isCalledBy(uri) || next.from().equals(uri)).forEach(next -> follow(next, all, met)));
    }
  }
}
