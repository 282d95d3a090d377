package wadi.runtime.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** Whether each route and each step has an id of its own: Camel wants them unique over all routes. */
final class IdChecks {
  private final FileSet files;
  private final Map<String, String> routes = new HashMap<>();
  private final Map<String, String> steps = new HashMap<>();

  private IdChecks(FileSet files) {
    this.files = files;
  }

  static void check(FileSet files, List<RouteDefinition> inJava) {
    IdChecks checks = new IdChecks(files);
    inJava.forEach(route -> checks.routes.put(route.getRouteId(), "a route in Java"));
    files.routes().forEach(checks::check);
  }

  private void check(RouteFile file) {
    file.routes().forEach(route -> route(file, route, route.field("id"), "id: " + file.stem()));
    file.templatedRoutes().forEach(route -> route(file, route, route.field("routeId"), "routeId: ..."));
    RestVerb.in(file).forEach(verb -> route(file, verb.place(), verb.id(), "routeId: ..."));
    file.top("routeTemplate").forEach(template -> template.text("id").filter(id -> files.templates().named(id).filter(t -> t.file() != file).isPresent())
        .ifPresent(id -> taken(file.findings(), template.line(), id, files.templates().named(id).orElseThrow().file().name())));
    file.routes().forEach(route -> steps(file, route));
  }

  private void route(RouteFile file, Place route, Optional<Place> place, String usual) {
    String id = place.flatMap(Place::text).orElse("");
    int line = place.map(Place::line).orElse(route.line());
    String first = id.isEmpty() ? null : routes.putIfAbsent(id, file.name() + ":" + line);
    if (id.isEmpty()) {
      file.findings().add(Check.ROUTE_ID, line, "a route has no id", "write: " + usual);
    } else if (first != null) {
      taken(file.findings(), line, id, first);
    }
  }

  private static void taken(Findings findings, int line, String id, String first) {
    findings.add(Check.ROUTE_ID, line, "the id %s is taken by %s".formatted(id, first), "write another id, that of the file");
  }

  private void steps(RouteFile file, Place route) {
    String prefix = route.text("nodePrefixId").orElse("");
    route.field("from").stream().flatMap(Place::all).filter(p -> !p.isIn("parameters") && (p.isStep() || RouteStyle.isBranch(p))).forEach(step ->
        step.field("id").filter(id -> !id.text().orElse("").isEmpty()).ifPresent(id -> {
          String first = steps.putIfAbsent(prefix + id.text().orElseThrow(), file.name() + ":" + id.line());
          if (first != null) {
            file.findings().add(Check.ROUTE_ID, id.line(), "another step has the id %s, in %s".formatted(id.text().orElseThrow(), first),
                prefix.isEmpty() ? "give the route a nodePrefixId, or the step another id" : "give the step another id");
          }
        }));
  }
}
