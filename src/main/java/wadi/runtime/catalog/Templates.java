package wadi.runtime.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.camel.files.YamlNode;

/** The kamelets and route templates of a set of files, and the routes that are made of them. */
final class Templates {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?]?([\\w-]+)(:[^{}]*)?}}");
  private static final Map<String, String> SAMPLES = Map.of("integer", "1", "number", "1", "boolean", "true");

  private final Map<String, Template> byName = new TreeMap<>();
  private final Set<String> broken = new TreeSet<>();
  private final List<TemplateUse> uses;

  Templates(List<RouteFile> files) {
    for (RouteFile file : files) {
      List<Template> here = Template.in(file).toList();
      here.forEach(template -> byName.putIfAbsent(template.name(), template));
      if (file.isKamelet() && here.isEmpty()) {
        broken.add(file.stem());
      }
    }
    uses = files.stream().flatMap(TemplateUse::in).toList();
  }

  List<TemplateUse> uses() {
    return uses;
  }

  Optional<Template> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether there is a file for it that cannot be read, of which nothing else need be said. */
  boolean isBroken(String name) {
    return broken.contains(name);
  }

  /** Names of all of them, or of those that a {@code templatedRoute} can be made of. */
  Set<String> names(boolean kamelets) {
    return byName.values().stream().filter(t -> kamelets || !t.file().isKamelet()).map(Template::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The one that a place is in. */
  Optional<Template> around(RouteFile file, Place place) {
    return Stream.concat(Stream.of(place), place.around()).filter(p -> p.key().equals("routeTemplate"))
        .flatMap(p -> byName.values().stream().filter(t -> t.file() == file && t.place().line() == p.line())).findFirst();
  }

  /** An endpoint as it is in each route that is made of the template it stands in; itself when it stands in none. */
  List<Endpoint> made(RouteFile file, Endpoint endpoint) {
    Template template = around(file, endpoint.step()).orElse(null);
    return template == null ? List.of(endpoint) : values(template).map(values -> filled(endpoint, values)).distinct().toList();
  }

  private Stream<Map<String, String>> values(Template template) {
    return uses.stream().filter(use -> use.name().equals(template.name())).map(use -> {
      Map<String, String> values = fallbacks(template);
      use.given().forEach((name, given) -> values.put(name, given.value()));
      return values;
    });
  }

  private static Map<String, String> fallbacks(Template template) {
    Map<String, String> values = new LinkedHashMap<>();
    template.parameters().forEach((name, parameter) -> {
      if (parameter.fallback() != null) {
        values.put(name, parameter.fallback());
      }
    });
    return values;
  }

  private static Endpoint filled(Endpoint endpoint, Map<String, String> values) {
    Map<String, Place> parameters = new TreeMap<>();
    endpoint.parameters().forEach((name, place) -> parameters.put(name, place.text().<Place>map(text -> new Place(place.parent(), place.key(), place.line(),
        new YamlNode.Scalar(place.line(), 1, filled(text, values), YamlNode.Kind.TEXT))).orElse(place)));
    return new Endpoint(endpoint.step(), endpoint.line(), filled(endpoint.uri(), values), parameters, endpoint.consumes());
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACEHOLDER.matcher(text).replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
  }

  /** A text of a template as it may be when its parameters are filled in, so that its form can be looked at. */
  String sample(RouteFile file, Place place, String text) {
    Template template = around(file, place).orElse(null);
    if (template == null) {
      return text;
    }
    Map<String, String> values = fallbacks(template);
    template.parameters().forEach((name, p) -> values.putIfAbsent(name, SAMPLES.getOrDefault(p.type(), "x")));
    return filled(text, values);
  }

  /** All of them, by name. */
  List<Template> all() {
    return new ArrayList<>(byName.values());
  }
}
