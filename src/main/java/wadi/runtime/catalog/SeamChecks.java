package wadi.runtime.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import wadi.camel.files.Check;
import wadi.camel.files.Nearest;

/** How routes hang together: {@code direct:} seams and route configurations. */
final class SeamChecks {
  /** The id of a configuration that holds for every route that names none. */
  static final String EVERY_ROUTE = "*";

  private final FileSet files;
  private final Map<String, String> consumers = new TreeMap<>();
  private final List<RouteDefinition> java;

  private SeamChecks(FileSet files, List<RouteDefinition> java) {
    this.files = files;
    this.java = java;
    java.stream().filter(route -> route.getEndpointUrl().startsWith("direct:")).forEach(route -> consumers.put(Endpoint.rest(route.getEndpointUrl()), "Java"));
  }

  static void check(FileSet files, List<RouteDefinition> inJava) {
    SeamChecks checks = new SeamChecks(files, inJava);
    // Of a file that cannot be read nothing else is said, nor of those that count on it.
    files.routes().stream().filter(f -> !f.isReadable() && !f.isKamelet()).forEach(f -> checks.consumers.put(f.stem(), f.name()));
    checks.each(checks::consumer);
    checks.each(checks::call);
    checks.javaCalls();
    checks.configurations();
  }

  private void each(BiConsumer<RouteFile, Endpoint> action) {
    files.routes().forEach(file -> Endpoint.in(file).forEach(endpoint -> {
      List<Endpoint> made = files.templates().made(file, endpoint);
      (made.isEmpty() && !endpoint.consumes() ? List.of(endpoint) : made).forEach(one -> action.accept(file, one));
    }));
  }

  private static String owner(String place) {
    return place.equals("Java") ? "a route in Java" : place;
  }

  private void consumer(RouteFile file, Endpoint endpoint) {
    if (!endpoint.consumes()) {
      return;
    }
    String here = file.name() + ":" + endpoint.line();
    if (Endpoint.scheme(endpoint.uri()).equals("direct")) {
      String seam = Endpoint.rest(files.placeholders().usual(endpoint.uri()));
      String first = consumers.putIfAbsent(seam, here);
      if (first != null) {
        file.findings().add(Check.SEAM, endpoint.line(), "direct:%s begins two routes; the other is %s".formatted(seam, owner(first)),
            "keep one, and name each seam after its route");
      }
    }
  }

  private void call(RouteFile file, Endpoint endpoint) {
    if (!endpoint.consumes()) {
      files.placeholders().resolve(endpoint.uri()).stream().filter(uri -> uri.startsWith("direct:")).filter(uri -> !isSeam(uri)).forEach(uri ->
          file.findings().add(Check.SEAM, endpoint.line(), "no route begins with " + Endpoint.path(uri), hint(uri)));
    }
  }

  /** Routes in Java cannot be edited; the property that leads them astray can. */
  private void javaCalls() {
    for (RouteDefinition route : java) {
      sends(route.getOutputs()).filter(uri -> uri.startsWith("direct:")).forEach(uri -> {
        String key = Placeholders.in(uri).map(Placeholders.Use::key).findFirst().orElse("");
        for (PropertyFile file : files.properties()) {
          PropertyFile.Entry entry = file.entries().get(key);
          files.placeholders().resolve(uri.replace("{{" + key + "}}", entry == null ? "{{" + key + "}}" : entry.value())).stream()
              .filter(resolved -> !isSeam(resolved)).filter(resolved -> entry != null || file == files.properties().get(0)).forEach(resolved ->
                  file.findings().add(Check.SEAM, entry == null ? 0 : entry.line(),
                      "the route %s goes to %s, with which no route begins".formatted(route.getRouteId(), resolved), hint(resolved)));
        }
      });
    }
  }

  private static Stream<String> sends(List<ProcessorDefinition<?>> steps) {
    return steps.stream().flatMap(step -> step instanceof SendDefinition<?> send ? Stream.of(send.getUri()) : sends(step.getOutputs()));
  }

  /** What only a run fills in may be anything. */
  private boolean isSeam(String uri) {
    String seam = Endpoint.rest(uri);
    if (consumers.containsKey(seam)) {
      return true;
    }
    String[] fixed = seam.split("\\$\\{[^}]*}|\\{\\{[^}]*}}", -1);
    Pattern pattern = Pattern.compile(String.join(".+", Arrays.stream(fixed).map(Pattern::quote).toList()));
    return fixed.length > 1 && consumers.keySet().stream().anyMatch(known -> pattern.matcher(known).matches());
  }

  private String hint(String uri) {
    return Nearest.one(Endpoint.rest(uri), consumers.keySet()).map(n -> "write: direct:" + n).orElse("add the route, or write the name of one that exists");
  }

  private void configurations() {
    List<String> known = files.routes().stream().flatMap(f -> f.top("routeConfiguration")).flatMap(c -> c.text("id").stream())
        .filter(id -> !id.equals(EVERY_ROUTE)).sorted().toList();
    for (RouteFile file : files.routes()) {
      file.places().stream().filter(p -> p.key().equals("routeConfigurationId") && p.parent().key().equals("route")).forEach(place -> {
        for (String id : place.text().map(files.placeholders()::usual).orElse("").split(",")) {
          String pattern = Pattern.quote(id.strip()).replace("*", "\\E.*\\Q");
          if (known.stream().noneMatch(k -> k.matches(pattern))) {
            file.findings().add(Check.CONFIGURATION, place.line(), "there is no route configuration " + id.strip(),
                Nearest.one(id.strip(), known).map(n -> "write: " + n).orElse("write one of " + String.join(", ", known)));
          }
        }
      });
    }
  }
}
