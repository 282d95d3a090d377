package wadi.runtime.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.Snapshot;

/** Wadi's files in a folder of a test's own, with routes and specs added to them. */
final class SpecFolder implements AutoCloseable {
  /** Compiled once for all tests. */
  static final CompletableFuture<RuleBook> RULES = CompletableFuture.supplyAsync(() -> RuleBook.load(Path.of("routes/fraud/rules.yaml")));

  private final Path folder;
  /** Kept until a file changes that is no spec: to build twins is what takes time. */
  private SpecRunner runner;

  /** @param folder is made */
  SpecFolder(Path folder) {
    this.folder = folder;
    Snapshot.take(Path.of("").toAbsolutePath(), folder);
  }

  /** Adds or replaces a route of the group {@code tests}, by its steps as in YAML. */
  SpecFolder route(String id, String from, String... steps) {
    return write("routes/tests/" + id + ".camel.yaml", """
        - route:
            id: %s
            description: Is there for a test
            group: tests
            nodePrefixId: %s.
            from:
              uri: %s
              steps:
        %s
        """.formatted(id, id, from, String.join("\n", steps).indent(10)));
  }

  SpecFolder spec(String route, String... lines) {
    String file = "routes/tests/" + route + ".spec.yaml";
    return put(folder, file, String.join("\n", lines)).put(copy(), file, String.join("\n", lines));
  }

  private Path copy() {
    return folder.resolveSibling(folder.getFileName() + "-copy");
  }

  /** Adds or replaces a file. */
  SpecFolder write(String file, String text) {
    close();
    return put(folder, file, text);
  }

  private SpecFolder put(Path root, String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text, UTF_8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the specs of one route. */
  SpecReport run(String route) {
    return runner().run(route::equals);
  }

  /** Runs all specs. */
  SpecReport runAll() {
    return runner().run();
  }

  private SpecRunner runner() {
    if (runner == null) {
      runner = new SpecRunner(Snapshot.take(folder, copy()), RULES);
    }
    return runner;
  }

  @Override
  public void close() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }

  /** What is wrong with the spec of one route, as a person reads it. */
  List<String> errors(String route) {
    return run(route).errors().stream().map(SpecError::toString).toList();
  }
}
