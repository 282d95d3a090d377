package wadi.runtime.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A place that has a route made of a kamelet or of a route template.
 *
 * @param isRoute whether a {@code templatedRoute} is made of it; otherwise it is called as a kamelet
 * @param line where the template is named
 * @param name of the template, perhaps with placeholders
 */
record TemplateUse(RouteFile file, boolean isRoute, int line, String name, Map<String, Given> given) {
  static final String SCHEME = "kamelet";

  /** A parameter's value, and where it stands. */
  record Given(int line, String value) {}

  /** Those of a file, in its order. */
  static Stream<TemplateUse> in(RouteFile file) {
    return Stream.of(
        file.templatedRoutes().stream().map(route -> ofRoute(file, route)),
        file.places().stream().filter(p -> p.isStep() && p.key().equals(SCHEME)).map(step -> ofStep(file, step)),
        Endpoint.in(file).stream().filter(e -> !e.consumes() && Endpoint.scheme(e.uri()).equals(SCHEME)).map(e -> ofUri(file, e.line(), Endpoint.rest(e.uri()), e)))
        .flatMap(s -> s);
  }

  private static TemplateUse ofRoute(RouteFile file, Place route) {
    Map<String, Given> given = new LinkedHashMap<>();
    route.field("parameters").stream().flatMap(Place::children)
        .forEach(p -> given.put(p.text("name").orElse(""), new Given(p.line(), p.text("value").orElse(""))));
    return new TemplateUse(file, true, route.field("routeTemplateRef").map(Place::line).orElse(route.line()), route.text("routeTemplateRef").orElse(""), given);
  }

  private static TemplateUse ofStep(RouteFile file, Place step) {
    int line = step.field("name").map(Place::line).orElse(step.line());
    String name = step.text().or(() -> step.text("name")).orElse("");
    Map<String, Given> given = options(line, name);
    step.field("parameters").stream().flatMap(Place::children).forEach(p -> given.put(p.key(), new Given(p.line(), p.text().orElse(""))));
    return new TemplateUse(file, false, line, template(name), given);
  }

  private static TemplateUse ofUri(RouteFile file, int line, String name, Endpoint endpoint) {
    Map<String, Given> given = options(line, endpoint.uri());
    endpoint.parameters().forEach((key, p) -> given.put(key, new Given(p.line(), p.text().orElse(""))));
    return new TemplateUse(file, false, line, template(name), given);
  }

  /** Behind a slash there may be an id for the route. */
  private static String template(String name) {
    return Endpoint.path(name).replaceFirst("/.*", "");
  }

  private static Map<String, Given> options(int line, String uri) {
    Map<String, Given> given = new LinkedHashMap<>();
    int query = uri.indexOf('?');
    for (String option : query < 0 ? new String[0] : uri.substring(query + 1).split("&")) {
      String[] parts = option.split("=", 2);
      given.put(parts[0], new Given(line, parts.length < 2 ? "" : decoded(parts[1])));
    }
    return given;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
