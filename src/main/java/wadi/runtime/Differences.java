package wadi.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.RouteName;
import wadi.camel.fraud.RuleBook;
import wadi.domain.reload.Difference;
import wadi.platform.Settings;

/** In what a generation differs from the one before it. */
final class Differences {
  /** Routes in Java change with the program only. */
  private static final String JAVA = "java";

  private Differences() {}

  /** Of files that no generation was made of yet. */
  static Difference between(Snapshot old, Snapshot next) {
    return new Difference(List.of(), List.of(), List.of(), 0, List.of(), List.of(), differing(old.digests(), next.digests()).toList());
  }

  static Difference between(Generation old, Generation next) {
    Map<String, String> before = routes(old);
    Map<String, String> after = routes(next);
    Map<String, String> filesBefore = old.files().snapshot().digests();
    Map<String, String> filesAfter = next.files().snapshot().digests();
    List<String> changed = differing(before, after).filter(id -> before.containsKey(id) && after.containsKey(id)).toList();
    return new Difference(without(after.keySet(), before.keySet()), changed, without(before.keySet(), after.keySet()),
        (int) after.keySet().stream().filter(before::containsKey).count() - changed.size(), properties(old.files().settings(), next.files().settings()),
        differing(rules(old), rules(next)).toList(), differing(filesBefore, filesAfter).toList());
  }

  /** By route the content of the file it stands in, and what a route template was filled in with. */
  private static Map<String, String> routes(Generation generation) {
    Map<String, String> digests = generation.files().snapshot().digests();
    return generation.context().getRoutes().stream().collect(Collectors.toMap(RouteName::of,
        route -> file(generation, route).map(digests::get).orElse(JAVA) + parameters(route), (one, other) -> one));
  }

  private static Optional<String> file(Generation generation, Route route) {
    String source = ofTemplate(route).map(definition -> definition.getInput().getLocation()).orElse(route.getSourceLocation());
    String location = String.valueOf(source).replaceFirst("^file:", "").replaceFirst(":\\d+$", "");
    String folder = generation.files().snapshot().folder() + "/";
    return location.startsWith(folder) ? Optional.of(location.substring(folder.length())) : Optional.empty();
  }

  private static String parameters(Route route) {
    return ofTemplate(route).map(definition -> String.valueOf(definition.getTemplateParameters())).orElse("");
  }

  /** The definition of one that a route template was filled in for. */
  private static Optional<RouteDefinition> ofTemplate(Route route) {
    return route.isCreatedByRouteTemplate() && !route.isCreatedByKamelet()
        ? Optional.of(((ModelCamelContext) route.getCamelContext()).getRouteDefinition(route.getRouteId())) : Optional.empty();
  }

  private static Map<String, String> rules(Generation generation) {
    RuleBook rules = generation.files().rules().join();
    return rules.texts();
  }

  private static List<String> properties(Settings before, Settings after) {
    Set<String> keys = Stream.concat(before.keys(), after.keys()).collect(Collectors.toCollection(TreeSet::new));
    return keys.stream().filter(key -> !before.optional(key).equals(after.optional(key))).toList();
  }

  private static Stream<String> differing(Map<String, String> before, Map<String, String> after) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys.stream().filter(key -> !Objects.equals(before.get(key), after.get(key)));
  }

  private static List<String> without(Set<String> some, Set<String> others) {
    List<String> left = new ArrayList<>(new TreeSet<>(some));
    left.removeAll(others);
    return left;
  }
}
