package wadi.runtime.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.Utf8;
import wadi.runtime.files.SourceFiles;

/** The files of one folder that make a generation, read once. */
final class FileSet {
  /** Properties that stand in no file: a running Wadi gives them. */
  static final Set<String> GIVEN = Set.of("app.dir", "app.instance");

  private static final Pattern TEXT = Pattern.compile(".*\\.(ya?ml|properties|mustache|csv|txt|md|html?|json|sql|xml|xsd|xslt?|jq)", Pattern.CASE_INSENSITIVE);

  private final Path folder;
  private final Set<String> names;
  private final List<RouteFile> routes = new ArrayList<>();
  private final List<PropertyFile> properties = new ArrayList<>();
  private final Map<String, Optional<String>> others = new TreeMap<>();
  private final Map<String, Findings> findings = new HashMap<>();
  private final Placeholders placeholders;
  private final Templates templates;

  private FileSet(Path folder) {
    this.folder = folder;
    SourceFiles source = SourceFiles.of(folder);
    source.problems().forEach((name, what) -> findings(name).add(Check.READABLE, 0, what, "mend it, or take it away"));
    names = source.files().keySet();
    source.files().forEach(this::read);
    if (properties.isEmpty()) {
      properties.add(new PropertyFile("application.properties", ""));
    }
    placeholders = new Placeholders(layers());
    templates = new Templates(routes);
  }

  static FileSet read(Path folder) {
    return new FileSet(folder);
  }

  private void read(String name, Path file) {
    Optional<String> text = TEXT.matcher(name).matches() ? text(name, file) : Optional.empty();
    if (name.indexOf('/') < 0) {
      properties.add(new PropertyFile(name, text.orElse("")));
    } else if (RouteFile.isLoaded(name)) {
      routes.add(new RouteFile(name, text));
    } else {
      others.put(name, text);
    }
  }

  private Optional<String> text(String name, Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (name.endsWith(".properties") && new String(content, 0, Math.min(3, content.length), StandardCharsets.UTF_8).equals("\uFEFF")) {
        findings(name).add(Check.READABLE, 1, "begins with a byte order mark, which belongs to its first name then", "save it as UTF-8 without one");
      }
      try {
        return Optional.of(Utf8.text(content, findings(name)));
      } catch (InvalidFiles e) {
        // Properties are needed to judge everything else
        return name.indexOf('/') < 0 ? Optional.of(new String(content, StandardCharsets.UTF_8)) : Optional.empty();
      }
    } catch (IOException e) {
      findings(name).add(Check.READABLE, 0, "cannot be read: " + e.getMessage(), "let the user that runs Wadi read it");
      return Optional.empty();
    }
  }

  /** application.properties is the first by name: '-' comes before '.', so the profiles are put behind it. */
  private List<Map<String, String>> layers() {
    properties.sort(Comparator.comparing((PropertyFile p) -> !p.name().equals("application.properties")).thenComparing(PropertyFile::name));
    List<Map<String, String>> layers = new ArrayList<>();
    for (PropertyFile file : properties) {
      Map<String, String> layer = layers.isEmpty() ? new HashMap<>(Map.of("app.dir", folder.toString(), "app.instance", "instance")) : new HashMap<>(layers.get(0));
      file.entries().values().forEach(entry -> layer.put(entry.key(), entry.value()));
      layers.add(layer);
    }
    return layers;
  }

  Path folder() {
    return folder;
  }

  /** Those with routes in YAML, and the kamelets. */
  List<RouteFile> routes() {
    return routes;
  }

  /** application.properties first, then those of profiles. */
  List<PropertyFile> properties() {
    return properties;
  }

  Placeholders placeholders() {
    return placeholders;
  }

  /** Kamelets and route templates. */
  Templates templates() {
    return templates;
  }

  /** Names of the files that are neither routes, nor kamelets, nor properties. */
  List<String> others() {
    return List.copyOf(others.keySet());
  }

  /** Whether there is a file of this name, of whatever kind. */
  boolean isOne(String name) {
    return names.contains(name);
  }

  /** The text of one of the others; empty when it is none, or none that can be read, which is a finding then. */
  Optional<String> text(String name) {
    return others.getOrDefault(name, Optional.empty());
  }

  /** Whether something keeps a file from being read; nothing else need be said about it. */
  boolean isUnreadable(String name) {
    return findings.containsKey(name) && findings.get(name).list().stream().anyMatch(f -> f.check() == Check.READABLE);
  }

  /** Where findings in a file are put that is neither routes nor properties. */
  Findings findings(String file) {
    return findings.computeIfAbsent(file, name -> new Findings(Check.READABLE, name));
  }

  /** Everything found so far, by place. */
  List<Finding> found() {
    return Stream.of(routes.stream().map(RouteFile::findings), properties.stream().map(PropertyFile::findings), findings.values().stream())
        .flatMap(s -> s).flatMap(f -> f.list().stream()).sorted(Finding.BY_PLACE).toList();
  }
}
