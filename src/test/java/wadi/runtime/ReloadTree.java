package wadi.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import wadi.brokers.Ports;
import wadi.platform.Settings;

/** The shipped files and some more to be edited, in a folder of a test's own. */
final class ReloadTree {
  private static final Path SHIPPED = Path.of("").toAbsolutePath();
  private static final Path MORE = SHIPPED.resolve("src/test/resources/reload");

  private final Path home;

  private ReloadTree(Path home) {
    this.home = home;
  }

  /** Copies them to {@code home}. */
  static ReloadTree in(Path home) throws IOException {
    for (String part : List.of("routes", "templates")) {
      FileSystemUtils.copyRecursively(SHIPPED.resolve(part), home.resolve(part));
    }
    FileSystemUtils.copyRecursively(MORE, home);
    Files.copy(SHIPPED.resolve("application.properties"), home.resolve("application.properties"));
    Files.writeString(home.resolve("application.properties"), "\n# ---- load\n# How to greet.\nload.greeting=hello\n", StandardOpenOption.APPEND);
    ReloadTree tree = new ReloadTree(home);
    tree.useFreePorts();
    return tree;
  }

  /** In the file, because Camel's placeholders do not ask a test for its environment. */
  private void useFreePorts() throws IOException {
    for (String port : List.of("http.port=8080", "management.port=9876", "broker.artemis.port=61616", "inbox.smtp-port=2525")) {
      replace("application.properties", "\n" + port + "\n", "\n" + port.replaceFirst("\\d+$", Integer.toString(Ports.free())) + "\n");
    }
    replace("application.properties", "data.dir=./data", "data.dir=../data");
  }

  /** As a process would read them here. */
  Settings settings() {
    return settings(home);
  }

  /** The same for a copy. */
  static Settings settings(Path folder) {
    return Settings.load(folder, name -> null);
  }

  Path home() {
    return home;
  }

  boolean has(String file) {
    return Files.exists(home.resolve(file));
  }

  String read(String file) {
    try {
      return Files.readString(home.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.createDirectories(home.resolve(file).getParent());
      Files.writeString(home.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a text that must be there. */
  void replace(String file, String old, String text) {
    String before = read(file);
    if (!before.contains(old)) {
      throw new IllegalArgumentException(file + " does not say: " + old);
    }
    write(file, before.replace(old, text));
  }

  void delete(String file) {
    try {
      Files.delete(home.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void move(String file, String to) {
    write(to, read(file));
    delete(file);
  }

  /** A route with its spec, that answers a GET of {@code path}. */
  void addAnswer(String folder, String id, String path, String answer) {
    write(folder + "/" + id + ".camel.yaml", """
        - route:
            id: %1$s
            description: Answers %2$s
            group: load
            nodePrefixId: %1$s.
            from:
              uri: platform-http:%2$s
              parameters:
                httpMethodRestrict: GET
              steps:
                - setBody:
                    id: say
                    constant: "%3$s"
        """.formatted(id, path, answer));
    write(folder + "/" + id + ".spec.yaml", "route: %s\ncases:\n  - it: answers\n    then:\n      - reply: { body: \"%s\" }\n".formatted(id, answer));
  }

  /** As it is now, to be {@link #restore}d. */
  Path save(Path to) {
    try {
      FileSystemUtils.deleteRecursively(to);
      for (Path part : parts(home)) {
        FileSystemUtils.copyRecursively(part, to.resolve(home.relativize(part)));
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void restore(Path saved) {
    try {
      for (Path part : parts(home)) {
        FileSystemUtils.deleteRecursively(part);
      }
      for (Path part : parts(saved)) {
        FileSystemUtils.copyRecursively(part, home.resolve(saved.relativize(part)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
