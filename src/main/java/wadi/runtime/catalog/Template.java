package wadi.runtime.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A route with parameters: a kamelet or a route template.
 *
 * @param place the template in its file
 * @param parameters by name
 * @param beans names of beans that each of its routes has for itself
 */
record Template(String name, RouteFile file, Place place, Map<String, Parameter> parameters, Set<String> beans) {
  /** What Camel gives each route that is made of a template. */
  private static final Set<String> GIVEN = Set.of("templateId", "routeId", "uuid", "parentRouteId", "parentProcessorId");

  /**
   * @param fallback null when it has none
   * @param type of a kamelet's property, as JSON Schema calls it
   */
  record Parameter(boolean required, String fallback, String type, Set<String> values) {}

  static Stream<Template> in(RouteFile file) {
    return file.top("routeTemplate").map(place -> new Template(place.text("id").orElse(file.stem()), file, place,
        file.isKamelet() ? ofKamelet(file) : ofTemplate(place),
        place.field("beans").stream().flatMap(Place::children).flatMap(b -> b.text("name").stream()).collect(Collectors.toSet())));
  }

  private static Map<String, Parameter> ofTemplate(Place template) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    template.field("parameters").stream().flatMap(Place::children).forEach(p -> parameters.put(p.text("name").orElse(""),
        new Parameter(!p.text("required").orElse("").equals("false"), p.text("defaultValue").orElse(null), "string", Set.of())));
    return parameters;
  }

  private static Map<String, Parameter> ofKamelet(RouteFile file) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Place definition = Place.of(file.whole()).field("spec").flatMap(s -> s.field("definition")).orElse(null);
    if (definition != null) {
      Set<String> required = definition.field("required").stream().flatMap(Place::children).flatMap(r -> r.text().stream()).collect(Collectors.toSet());
      definition.field("properties").stream().flatMap(Place::children).forEach(p -> parameters.put(p.key(),
          new Parameter(required.contains(p.key()), p.text("default").orElse(null), p.text("type").orElse("string"),
              p.field("enum").stream().flatMap(Place::children).flatMap(v -> v.text().stream()).collect(Collectors.toSet()))));
    }
    return parameters;
  }

  /** Whether a placeholder inside is filled in where the template is used. */
  boolean fills(String placeholder) {
    return parameters.containsKey(placeholder) || beans.contains(placeholder) || GIVEN.contains(placeholder);
  }

  String kind() {
    return file.isKamelet() ? "kamelet" : "route template";
  }
}
