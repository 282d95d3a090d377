package wadi.runtime.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place where a route names an endpoint.
 *
 * @param step the step, or {@code from}
 * @param uri as it is written, without the options below it, but for those that Camel counts as part of it
 * @param parameters the options below it
 * @param consumes whether the route begins here
 */
record Endpoint(Place step, int line, String uri, Map<String, Place> parameters, boolean consumes) {
  private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "poll");
  private static final Set<String> CHOOSING = Set.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter");
  private static final Set<String> WORDS = Set.of("constant", "simple");
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][\\w+.-]*");
  private static final Pattern URI = Pattern.compile("[a-zA-Z][\\w+.-]*:.*|\\{\\{.*");

  /** All the endpoints that a file names. */
  static List<Endpoint> in(RouteFile file) {
    return file.places().stream().flatMap(Endpoint::at).toList();
  }

  private static Stream<Endpoint> at(Place place) {
    if (place.isIn("parameters")) {
      return Stream.empty();
    }
    if (place.key().equals("deadLetterUri") && place.text().isPresent()) {
      return Stream.of(new Endpoint(place, place.line(), place.text().get(), Map.of(), false));
    }
    boolean begins = place.key().equals("from") && (place.parent().key().matches("route|routeTemplate") || place.parent().parent().parent() == null);
    boolean ofRest = place.key().equals("to") && place.isIn("rest");
    if (begins || ofRest || (place.isStep() && SENDING.contains(place.key()))) {
      return named(place, begins);
    }
    boolean chosen = WORDS.contains(place.key()) && CHOOSING.contains(place.owner().equals("expression") ? place.parent().owner() : place.owner());
    return chosen ? chosen(place) : Stream.empty();
  }

  /** The value of an option, below the URI or in it. */
  Optional<String> option(String name) {
    return Optional.ofNullable(parameters.get(name)).flatMap(Place::text)
        .or(() -> Stream.of(uri.split("[?&]")).skip(1).filter(o -> o.startsWith(name + "=")).map(o -> o.substring(name.length() + 1)).findFirst());
  }

  private static Stream<Endpoint> named(Place place, boolean begins) {
    if (place.text().isPresent()) {
      return Stream.of(new Endpoint(place, place.line(), place.text().get(), Map.of(), begins));
    }
    Map<String, Place> parameters = new TreeMap<>();
    place.field("parameters").ifPresent(p -> p.children().forEach(c -> parameters.put(c.key(), c)));
    return place.field("uri").filter(uri -> uri.text().isPresent()).stream()
        .map(uri -> new Endpoint(place, uri.line(), whole(uri.text().get(), parameters), parameters, begins));
  }

  /** Kaoto writes {@code uri: direct} with {@code name: accept-alert} among the options, and Camel reads it so. */
  private static String whole(String uri, Map<String, Place> parameters) {
    if (!SCHEME.matcher(uri).matches() || parameters.isEmpty()) {
      return uri;
    }
    CamelKnowledge camel = Knowledge.ofThisProcess().camel();
    Map<String, String> path = new TreeMap<>();
    camel.path(uri).forEach(name -> Optional.ofNullable(parameters.get(name)).flatMap(Place::text).ifPresent(value -> path.put(name, value)));
    parameters.keySet().removeAll(path.keySet());
    return path.isEmpty() ? uri : camel.uri(uri, path);
  }

  /** An expression that says where to go: endpoints divided by commas, perhaps with parts known only at run time. */
  private static Stream<Endpoint> chosen(Place place) {
    String text = place.text().or(() -> place.text("expression")).orElse("");
    Place step = place.around().filter(Place::isStep).findFirst().orElse(place);
    return Stream.of(text.split(",(?![^{]*})")).map(String::strip).filter(uri -> URI.matcher(uri).matches())
        .map(uri -> new Endpoint(step, place.line(), uri, Map.of(), false));
  }

  /** The URI of this text without options. */
  static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The component's name, or nothing when only a run can tell it. */
  static String scheme(String uri) {
    int colon = path(uri).indexOf(':');
    String scheme = colon < 0 ? path(uri) : uri.substring(0, colon);
    return scheme.contains("{") ? "" : scheme;
  }

  /** What follows the component's name, without slashes before it and options after it. */
  static String rest(String uri) {
    String path = path(uri);
    return path.substring(Math.min(path.length(), path.indexOf(':') < 0 ? path.length() : path.indexOf(':') + 1)).replaceFirst("^//", "");
  }
}
