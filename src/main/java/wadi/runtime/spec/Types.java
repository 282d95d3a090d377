package wadi.runtime.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The types a spec may name by their simple names: those of the domain, of the ports and tables, and of java.time. */
final class Types {
  private static final List<String> PACKAGES = List.of("wadi/domain", "wadi/platform/ports", "wadi/platform/postgres");
  private static final Map<String, String> KNOWN = known();

  private Types() {}

  /** {@code Verdict}, {@code Card}, {@code Claim.Answered}, {@code Instant}. */
  static Optional<Class<?>> find(String name) {
    String full = KNOWN.getOrDefault(name, "java.time." + name);
    try {
      return name.matches("[A-Z][\\w.]*") ? Optional.of(Class.forName(full)) : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** For the message that a name is not among them. */
  static List<String> names() {
    return Stream.concat(KNOWN.keySet().stream(), Stream.of("Instant", "Duration", "LocalDate")).toList();
  }

  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    Path home = Path.of(URI.create(Types.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try {
      if (Files.isDirectory(home)) {
        collect(home, known);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
          collect(jar.getPath("/"), known);
        }
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(Path root, Map<String, String> known) throws IOException {
    for (String folder : PACKAGES) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        files.map(file -> root.relativize(file).toString()).filter(f -> f.endsWith(".class") && !f.matches(".*\\$\\d.*|.*package-info.*"))
            .map(f -> f.substring(0, f.length() - 6).replace('/', '.')).sorted().forEach(type -> {
              String name = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
              known.put(name, type);
              known.putIfAbsent(name.substring(name.indexOf('.') + 1), type); // without the class it stands in
            });
      }
    }
  }
}
