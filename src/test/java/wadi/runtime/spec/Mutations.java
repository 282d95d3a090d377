package wadi.runtime.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.JavaRoutes;
import wadi.camel.files.InvalidFiles;
import wadi.platform.Settings;
import wadi.runtime.Snapshot;

/** Takes steps out of the shipped routes and sees whether their specs notice. */
final class Mutations {
  /** What became of one. */
  enum Fate { NOTICED, NAME_GONE, DOES_NOT_LOAD, SURVIVED }

  /**
   * @param route the route, or the file of a route configuration
   * @param notice the sentence of the case that noticed it, or the error in the spec
   */
  record Result(String route, String step, Fate fate, String notice) {}

  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Pattern CONFIGURED = Pattern.compile("(?m)^    routeConfigurationId: (\\S+)");

  private final Path folder;

  Mutations(Path folder) {
    this.folder = folder;
  }

  /** All of them, in the order of the files. */
  List<Mutant> mutants() {
    List<Mutant> mutants = new ArrayList<>();
    for (Path file : files()) {
      mutants.addAll(Mutant.of(HOME.relativize(file).toString(), read(file)));
    }
    return mutants;
  }

  /** The files as they are, only written by the same program as the mutants. */
  List<Mutant> unchanged() {
    return files().stream().map(file -> Mutant.unchanged(HOME.relativize(file).toString(), read(file))).toList();
  }

  Result run(Mutant mutant) {
    Snapshot snapshot = Snapshot.take(HOME, folder);
    write(snapshot.folder().resolve(mutant.file()), mutant.text());
    String name = stem(mutant.file());
    return result(name, mutant.step(), new SpecRunner(snapshot, SpecFolder.RULES), concerned(name));
  }

  /** The routes in Java, each without each of its steps. */
  List<Result> runJava() {
    List<Result> results = new ArrayList<>();
    for (RouteDefinition route : javaRoutes()) {
      for (int i = 0; i < route.getOutputs().size(); i++) {
        int step = i;
        Snapshot snapshot = Snapshot.take(HOME, folder);
        SpecRunner runner = new SpecRunner(snapshot, SpecFolder.RULES, built -> {
          if (built.getId().equals(route.getId())) {
            built.getOutputs().set(step, new org.apache.camel.model.RemovePropertyDefinition("there-is-none"));
          }
        });
        ProcessorDefinition<?> removed = route.getOutputs().get(i);
        results.add(result(route.getId(), Objects.requireNonNullElse(removed.getId(), removed.getShortName()), runner, Set.of(route.getId())));
      }
    }
    return results;
  }

  private static List<RouteDefinition> javaRoutes() {
    return JavaRoutes.all(Settings.load(HOME, none -> null)).stream().flatMap(builder -> {
      try {
        builder.configure();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return builder.getRouteCollection().getRoutes().stream();
    }).toList();
  }

  private static Result result(String route, String step, SpecRunner runner, Set<String> specs) {
    try (runner) {
      SpecReport report = runner.run(specs::contains);
      String notice = Stream.concat(report.failed().stream().map(CaseResult::it), report.errors().stream().map(SpecError::message))
          .findFirst().orElse("");
      Fate fate = report.passed() ? Fate.SURVIVED : report.failed().isEmpty() ? Fate.NAME_GONE : Fate.NOTICED;
      return new Result(route, step, fate, notice);
    } catch (InvalidFiles e) {
      return new Result(route, step, Fate.DOES_NOT_LOAD, e.getMessage());
    }
  }

  /** The route of the file, or those a route configuration is for: those that name it, or else those that name none. */
  private static Set<String> concerned(String name) {
    Set<String> concerned = new TreeSet<>();
    for (Path file : files()) {
      String text = read(file);
      Matcher configured = CONFIGURED.matcher(text);
      boolean names = configured.find();
      if (stem(file.toString()).equals(name) && text.startsWith("- route:")) {
        return Set.of(name);
      }
      if (text.startsWith("- route:") && (names ? configured.group(1).equals(name) : name.equals("inner-errors"))) {
        concerned.add(stem(file.toString()));
      }
    }
    return concerned;
  }

  private static List<Path> files() {
    try (Stream<Path> all = Files.walk(HOME.resolve("routes"))) {
      return all.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replace(".camel.yaml", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
