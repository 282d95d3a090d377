package wadi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
  private final Instant at = Instant.now();

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ROUTE|PATH", arity = "0..*", description = "Route ids, spec or route files, or folders; default: all.")
  private List<String> selection = List.of();

  @Option(names = {"-v", "--verbose"}, description = "Prints each case, not only those that fail.")
  private boolean verbose;

  @Option(names = "--coverage", description = "Shows each branch of each choice, and whether a case has reached it. Never fails the run.")
  private boolean coverage;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as JUnit's XML too, for CI servers.")
  private Path junit;

  @Override
  public Integer call() throws IOException {
    Path copy = Files.createTempDirectory("wadi-spec");
    try (SpecRunner runner = new SpecRunner(Snapshot.take(Home.folder(), copy))) {
      Set<String> routes = selection.isEmpty() ? null : selected(runner.routes());
      SpecReport report = runner.run(route -> routes == null || routes.contains(route));
      write(report);
      return tell(report);
    } catch (InvalidFiles e) {
      write(SpecReport.unloadable(e));
      System.err.println("wadi: " + e.getMessage());
      return 1;
    } catch (StartupException e) {
      System.err.println("wadi: " + e.getMessage());
      return 1;
    } finally {
      Snapshot.delete(copy);
    }
  }

  private void write(SpecReport report) {
    if (junit == null) {
      return;
    }
    try {
      JUnitXml.write(report, at, Home.fromCaller(junit));
    } catch (IOException e) {
      throw new CommandFailed("%s cannot be written: %s: %s".formatted(junit, e.getClass().getSimpleName(), e.getMessage()));
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
    String count = Words.count(report.routes(), "route") + ", " + Words.count(report.cases().size(), "case");
    String result = report.passed() ? "all pass" : report.failed().size() + " fail, " + Words.count(report.errors().size(), "error") + " in specs";
    Coverage reached = new Coverage(report.branches());
    if (coverage) {
      System.out.println(reached.table());
    }
    System.out.printf("%s: %s (%.1f s)%n", count, result, (System.nanoTime() - begun) / 1e9);
    if (coverage) {
      System.out.println(reached.sum());
    }
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
