package wadi.runtime.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/** Where the routes stand. A twin of a few of them need not read the files of all others, which would take most of the time it takes. */
final class RouteFiles {
  private static final String SUFFIX = ".camel.yaml";
  /** Other characters may mean something to Camel, which takes a list of patterns. */
  private static final String PLAIN = "[\\w./-]+";

  private final Path folder;
  /** The ids of files that hold nothing but routes; of others it is empty: who knows who needs them. */
  private final Map<Path, Optional<Set<String>>> ids = new TreeMap<>();

  /** @param folder of Wadi's files, not of the routes */
  RouteFiles(Path folder) {
    this.folder = folder;
    try (Stream<Path> all = Files.walk(folder.resolve("routes"))) {
      for (Path file : all.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        ids.put(file, ids(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Camel has to read for these routes, as {@code routesIncludePattern}; empty for all there is. */
  Optional<String> with(Set<String> routes) {
    List<Path> needed = ids.entrySet().stream().filter(file -> file.getValue().map(here -> !Collections.disjoint(here, routes)).orElse(true))
        .map(Map.Entry::getKey).toList();
    return needed.isEmpty() || needed.stream().anyMatch(file -> !file.toString().matches(PLAIN)) ? Optional.empty()
        : Optional.of(needed.stream().map(file -> "file:" + file).collect(Collectors.joining(",")));
  }

  private static Optional<Set<String>> ids(String text) {
    try {
      YamlNode root = YamlReader.read(text, new Findings(Check.YAML, ""));
      Set<String> ids = new HashSet<>();
      return root instanceof YamlNode.Items all && all.items().stream().allMatch(item -> id(item).map(ids::add).isPresent()) ? Optional.of(ids) : Optional.empty();
    } catch (InvalidFiles e) {
      return Optional.empty(); // whoever loads it says what is wrong
    }
  }

  /** Of a route that has one; anything else has none. */
  private static Optional<String> id(YamlNode item) {
    return item instanceof YamlNode.Fields top && top.fields().keySet().equals(Set.of("route"))
        && top.fields().get("route").value() instanceof YamlNode.Fields route && route.fields().containsKey("id")
        && route.fields().get("id").value() instanceof YamlNode.Scalar id ? Optional.of(id.text()) : Optional.empty();
  }
}
