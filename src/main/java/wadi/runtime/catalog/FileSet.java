package wadi.runtime.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.Findings;

/** The files of one folder that make a generation. */
final class FileSet {
  private static final String PROFILE = "application(-[\\w-]+)?\\.properties";

  private final Path folder;
  private final List<RouteFile> routes = new ArrayList<>();
  private final List<PropertyFile> properties = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final Map<String, Findings> findings = new HashMap<>();
  private final Placeholders placeholders;

  private FileSet(Path folder) throws IOException {
    this.folder = folder;
    for (Path file : below("")) {
      String name = name(file);
      if (name.matches(PROFILE)) {
        properties.add(new PropertyFile(name, text(file)));
      }
    }
    for (String part : List.of("routes", "templates", "kamelets")) {
      for (Path file : below(part)) {
        if (part.equals("routes") && file.toString().endsWith(RouteFile.SUFFIX)) {
          routes.add(new RouteFile(name(file), text(file)));
        } else {
          others.add(name(file));
        }
      }
    }
    if (properties.isEmpty()) {
      properties.add(new PropertyFile("application.properties", ""));
    }
    placeholders = new Placeholders(layers());
  }

  static FileSet read(Path folder) {
    try {
      return new FileSet(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> below(String part) throws IOException {
    Path root = folder.resolve(part);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root, part.isEmpty() ? 1 : Integer.MAX_VALUE, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.comparing(this::name)).toList();
    }
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Broken characters are replaced: the check of the YAML or of the template will meet them. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** application.properties is the first by name: '-' comes before '.', so the profiles are put behind it. */
  private List<Map<String, String>> layers() {
    properties.sort(Comparator.comparing((PropertyFile p) -> !p.name().equals("application.properties")).thenComparing(PropertyFile::name));
    List<Map<String, String>> layers = new ArrayList<>();
    for (PropertyFile file : properties) {
      Map<String, String> layer = layers.isEmpty() ? new HashMap<>(Map.of("app.dir", folder.toString())) : new HashMap<>(layers.get(0));
      file.entries().values().forEach(entry -> layer.put(entry.key(), entry.value()));
      layers.add(layer);
    }
    return layers;
  }

  Path folder() {
    return folder;
  }

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

  /** Names of the files that are neither routes nor properties. */
  List<String> others() {
    return others;
  }

  boolean has(String name) {
    return others.contains(name);
  }

  String text(String name) {
    try {
      return text(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where findings in another file are put. */
  Findings findings(String file) {
    return findings.computeIfAbsent(file, name -> new Findings(Check.WORDING, name));
  }

  /** Everything found so far, by place. */
  List<Finding> found() {
    return Stream.of(routes.stream().map(RouteFile::findings), properties.stream().map(PropertyFile::findings), findings.values().stream())
        .flatMap(s -> s).flatMap(f -> f.list().stream()).sorted(Finding.BY_PLACE).toList();
  }
}
