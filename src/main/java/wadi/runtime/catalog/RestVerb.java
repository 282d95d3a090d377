package wadi.runtime.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A method and path of Camel's {@code rest:}, which is a route of its own.
 *
 * @param place the item that describes it
 * @param verb as HTTP writes it
 * @param path with that of the {@code rest:} around it
 */
record RestVerb(Place place, String verb, String path) {
  private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete", "head");

  static Stream<RestVerb> in(RouteFile file) {
    return file.top("rest").flatMap(rest -> VERBS.stream().flatMap(verb -> rest.field(verb).stream()).flatMap(list -> list.children()
        .map(item -> new RestVerb(item, list.key().toUpperCase(Locale.ROOT), rest.text("path").orElse("") + "/" + item.text("path").orElse("")))));
  }

  /** What Camel calls the route. */
  Optional<Place> id() {
    return place.field("routeId").or(() -> place.field("id"));
  }

  int line() {
    return place.line();
  }
}
