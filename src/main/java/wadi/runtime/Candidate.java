package wadi.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.platform.Beside;
import wadi.platform.StartupException;
import wadi.runtime.catalog.Report;
import wadi.runtime.catalog.RouteCatalog;
import wadi.runtime.spec.SpecReport;
import wadi.runtime.spec.SpecRunner;

/**
 * Files that may become the next generation. They are checked as a whole and without anything they reach: no database, no
 * broker, no network, nothing listens. {@code wadi check} and a reload ask the same of them.
 */
public final class Candidate {
  private final Snapshot snapshot;
  private final CompletableFuture<RuleBook> rules;

  /** @param rules of these files, perhaps still being compiled */
  public Candidate(Snapshot snapshot, CompletableFuture<RuleBook> rules) {
    this.snapshot = snapshot;
    this.rules = rules;
  }

  /** The candidate these files make; its rules are compiled at once, beside other work. */
  public static Candidate of(Snapshot snapshot) {
    return new Candidate(snapshot, Beside.run("compile-rules", () -> RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml"))));
  }

  /** Looks at the files, loads all routes in a twin whatever their precondition says, and runs the specs; says all that is wrong. */
  public CandidateReport check() {
    CompletableFuture<Timed<Report>> catalogue = Beside.run("check-files", () -> timed(this::catalogue));
    Timed<Specs> specs = timed(this::specs);
    return report(joined(catalogue), specs);
  }

  /** The same without loading routes and running specs. */
  public CandidateReport checkWithoutSpecs() {
    return report(timed(this::catalogue), new Timed<>(new Specs(Optional.empty(), List.of()), 0));
  }

  private Report catalogue() {
    return RouteCatalog.check(snapshot.folder(), rules);
  }

  /** @param unloadable why no generation can be made of the files */
  private record Specs(Optional<SpecReport> report, List<Finding> unloadable) {}

  private Specs specs() {
    try (SpecRunner runner = new SpecRunner(snapshot, rules)) {
      return new Specs(Optional.of(runner.run()), List.of());
    } catch (RuntimeException | LinkageError e) {
      return new Specs(Optional.empty(), findings(Diagnosis.of(e, snapshot)));
    }
  }

  private static List<Finding> findings(RuntimeException diagnosis) {
    return diagnosis instanceof InvalidFiles invalid ? invalid.findings()
        : List.of(new Finding(Check.LOADING, "application.properties", 0, ((StartupException) diagnosis).getMessage(), ""));
  }

  /** Loading stops at the first fault, which the catalogue has told better if it found any. */
  private CandidateReport report(Timed<Report> catalogue, Timed<Specs> specs) {
    Optional<SpecReport> ran = specs.result().report();
    List<Finding> all = new ArrayList<>(catalogue.result().findings());
    if (catalogue.result().errors().isEmpty()) {
      all.addAll(specs.result().unloadable());
    }
    ran.ifPresent(report -> {
      all.removeIf(finding -> finding.check() == Check.SPEC); // said by the run, as an error
      all.addAll(report.findings());
    });
    List<Finding> findings = all.stream().map(this::inWordsOfTheSource).sorted(Finding.BY_PLACE).toList();
    return new CandidateReport(catalogue.result().routes(), findings, ran, catalogue.millis(), specs.millis());
  }

  private Finding inWordsOfTheSource(Finding found) {
    return new Finding(found.check(), found.file(), found.line(), snapshot.inWordsOfTheSource(found.message()), snapshot.inWordsOfTheSource(found.hint()));
  }

  private record Timed<T>(T result, long millis) {}

  private static <T> Timed<T> timed(Supplier<T> work) {
    long begun = System.nanoTime();
    T result = work.get();
    return new Timed<>(result, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
  }

  private static <T> T joined(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the files cannot be checked: " + e.getCause(), e);
    }
  }
}
