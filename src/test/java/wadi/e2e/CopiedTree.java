package wadi.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What a user has after {@code cp -a}, without sources: nothing is to be built. */
public final class CopiedTree {
  private static final List<String> NAMES = List.of("wadi", "application.properties", "routes", "templates", "target/wadi.jar", "target/lib",
      "target/wadi.jsa", "target/wadi.jsa.for", "target/wadi.checked");

  private CopiedTree() {}

  /** Copies Wadi there; returns {@code copy}. */
  public static Path in(Path copy) throws IOException {
    for (String name : NAMES) {
      all(RunningWadi.HOME.resolve(name), copy.resolve(name));
    }
    return copy;
  }

  /** Copies a file, or a folder with all that is in it. */
  static void all(Path source, Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.toList()) {
        Path target = path.equals(source) ? copy : copy.resolve(source.relativize(path).toString());
        Files.createDirectories(target.getParent());
        if (Files.isRegularFile(path)) {
          Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
