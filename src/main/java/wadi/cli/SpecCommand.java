package wadi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.camel.files.InvalidFiles;
import wadi.platform.StartupException;
import wadi.runtime.Snapshot;
import wadi.runtime.spec.CaseResult;
import wadi.runtime.spec.SpecReport;
import wadi.runtime.spec.SpecRunner;

/** {@code wadi spec}: what routes promise, tried without anything they reach. */
@Command(name = "spec", mixinStandardHelpOptions = true,
    description = "Runs the specs of routes. Nothing has to be running: all a route reaches is stood in for.",
    footer = {"", "A spec is routes/**/<route>.spec.yaml; docs/specs.md says how to write one.",
        "Ends with 0 when all pass, 1 when one fails or is wrong, 2 when it was called wrongly."})
final class SpecCommand implements Callable<Integer> {
  private static final String SUFFIXES = "(\\.spec\\.yaml|\\.camel\\.yaml)$";

  private final long begun = System.nanoTime();

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ROUTE|PATH", arity = "0..*", description = "Route ids, spec or route files, or folders; default: all.")
  private List<String> selection = List.of();

  @Option(names = {"-v", "--verbose"}, description = "Prints each case, not only those that fail.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Path copy = Files.createTempDirectory("wadi-spec");
    Snapshot snapshot = null;
    try {
      snapshot = Snapshot.take(Home.folder(), copy);
      try (SpecRunner runner = new SpecRunner(snapshot)) {
        Set<String> routes = selection.isEmpty() ? null : selected(runner.routes());
        return tell(runner.run(route -> routes == null || routes.contains(route)));
      }
    } catch (StartupException | InvalidFiles e) {
      System.err.println("wadi: " + e.getMessage());
      return 1;
    } finally {
      if (snapshot != null) {
        snapshot.delete();
      }
    }
  }

  private Set<String> selected(Set<String> routes) {
    Set<String> selected = new TreeSet<>();
    for (String name : selection) {
      String route = Path.of(name.replaceFirst(SUFFIXES, "")).getFileName().toString();
      Set<String> named = routes.contains(route) ? Set.of(route) : below(Home.folder().resolve(name), routes);
      if (named.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "There is no route " + name + ", and no folder with routes of that name."
            + " There are " + String.join(", ", routes) + ".");
      }
      selected.addAll(named);
    }
    return selected;
  }

  private static Set<String> below(Path folder, Set<String> routes) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(f -> f.getFileName().toString().replaceFirst(SUFFIXES, "")).filter(routes::contains).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int tell(SpecReport report) {
    report.errors().forEach(System.out::println);
    report.cases().forEach(this::tell);
    String count = "%d routes, %d cases".formatted(report.routes(), report.cases().size());
    String result = report.passed() ? "all pass" : report.failed().size() + " fail, " + report.errors().size() + " errors in specs";
    System.out.printf("%s: %s (%.1f s)%n", count, result, (System.nanoTime() - begun) / 1e9);
    return report.passed() ? 0 : 1;
  }

  private void tell(CaseResult result) {
    if (!result.passed()) {
      System.out.println(result.shown());
    } else if (verbose) {
      System.out.println("ok  " + result.route() + ": " + result.it());
    }
  }
}
