package wadi.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import wadi.camel.RouteProperties;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.camel.sites.SitesFile;
import wadi.platform.Beside;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.runtime.spec.SpecReport;

/** Where generations are made: files in, one that has passed everything out, or all that is wrong with them. */
final class Workshop {
  private static final String PROPERTIES = "application.properties";

  private final Platform platform;
  private final Path home;
  private final Path folder;
  private final GenerationFactory factory;
  private final PassedFiles memory;
  private final SpecRuns specs = new SpecRuns();
  private final AtomicInteger copies = new AtomicInteger();

  /** What files need not pass. */
  enum Pardon {
    /** Everything is asked. */
    NONE,
    /** A person lets them live without their specs, also at the next start. */
    SPECS,
    /** Files that have passed before are not asked again. */
    PASSED_BEFORE,
    /** Files that another process has checked are only built here. */
    PASSED_ELSEWHERE,
    /** The same at a start, where the platform's properties are those of the platform whatever the files say. */
    AT_START
  }

  /**
   * A generation that has passed and has not taken over.
   *
   * @param cases how many cases of specs were run
   * @param warnings how many style findings there are
   */
  record Passed(Generation generation, int cases, int warnings) {}

  /** @param home the folder of the files that people edit */
  Workshop(Platform platform, Path home, Ticks ticks) {
    this.platform = platform;
    this.home = home;
    this.folder = platform.directory("generations");
    this.factory = new GenerationFactory(platform, ticks);
    this.memory = new PassedFiles(folder);
    removeCopies();
  }

  /** Those of an earlier process. */
  private void removeCopies() {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path copy : left.filter(Files::isDirectory).toList()) {
        FileSystemUtils.deleteRecursively(copy);
      }
    } catch (IOException e) {
      throw new StartupException("The folder %s cannot be emptied: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Lets every data directory know that these files have passed. */
  void ship() throws IOException {
    memory.ship();
  }

  /** How the specs of the last few files came out. */
  SpecRuns specs() {
    return specs;
  }

  private Path copy() {
    return folder.resolve("copy-" + copies.incrementAndGet());
  }

  /** The files as they are now. */
  Snapshot snapshot() {
    return Snapshot.take(home, copy());
  }

  /** Files that were live once. */
  Optional<Snapshot> snapshot(String hash) {
    return platform.tables().generations().files(hash).map(this::snapshot);
  }

  /** Files that are at hand. */
  Snapshot snapshot(byte[] archive) {
    return Snapshot.unpack(archive, home, copy());
  }

  /**
   * Checks the files and makes a generation of them, side by side.
   *
   * @param number of the generation in the history
   * @throws InvalidFiles with everything that is wrong; nothing is left of it
   * @throws StartupException likewise, when it is not about one file
   */
  Passed pass(long number, Snapshot snapshot, Pardon pardon, Stopwatch watch) {
    Generation generation = null;
    RuntimeException failure = null;
    try {
      OptionalInt before = passedBefore(snapshot.hash(), pardon);
      CompletableFuture<RuleBook> rules = Beside.run("compile-rules", () -> RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml")));
      CompletableFuture<CandidateReport> check = before.isPresent() ? null : Beside.run("check-files", () -> check(snapshot, rules, pardon));
      List<Finding> findings = new ArrayList<>();
      try {
        Settings settings = settings(snapshot, pardon, findings);
        generation = factory.build(number, new Generation.Files(snapshot, snapshot.archive(), settings, rules));
      } catch (RuntimeException e) {
        failure = e;
      }
      watch.ended("build");
      CandidateReport report = check == null ? null : joined(check);
      watch.ended("check");
      if (report != null) {
        findings.addAll(report.errors());
      }
      if (report != null) {
        report.specs().ifPresent(ran -> specs.keep(snapshot.hash(), ran));
      }
      if (!findings.isEmpty()) {
        throw new InvalidFiles(findings.stream().distinct().toList());
      }
      if (failure != null) {
        throw failure;
      }
      int style = report == null ? before.getAsInt() : report.style().size();
      if (report != null) {
        memory.add(snapshot.hash(), style);
      }
      return new Passed(generation, report == null ? 0 : report.specs().map(SpecReport::cases).map(List::size).orElse(0), style);
    } catch (RuntimeException | Error e) {
      if (generation != null) {
        generation.close();
      }
      snapshot.delete();
      throw e;
    }
  }

  private OptionalInt passedBefore(String hash, Pardon pardon) {
    return switch (pardon) {
      case PASSED_BEFORE, AT_START -> memory.style(hash);
      case PASSED_ELSEWHERE -> OptionalInt.of(memory.style(hash).orElse(0));
      case NONE, SPECS -> OptionalInt.empty();
    };
  }

  private static CandidateReport check(Snapshot snapshot, CompletableFuture<RuleBook> rules, Pardon pardon) {
    Candidate candidate = new Candidate(snapshot, rules);
    return pardon == Pardon.SPECS ? candidate.checkWithoutSpecs() : candidate.check();
  }

  /** @param findings what is wrong with the properties is added to them */
  private Settings settings(Snapshot snapshot, Pardon pardon, List<Finding> findings) {
    PlatformProperties running = new PlatformProperties(platform.settings());
    Settings settings = platform.settings().in(snapshot.folder(), Map.of());
    if (pardon == Pardon.AT_START) {
      settings = platform.settings().in(snapshot.folder(), running.fixed(settings));
    } else {
      findings.addAll(running.changed(settings, snapshot.folder()));
    }
    try {
      RouteProperties.check(settings);
    } catch (StartupException e) {
      findings.add(new Finding(Check.PROPERTY_VALUE, PROPERTIES, 0, e.getMessage(), ""));
    }
    sites(snapshot, settings, findings);
    return settings;
  }

  /** By what holds here: whether sites inside may be watched is often said in the environment. */
  private static void sites(Snapshot snapshot, Settings settings, List<Finding> findings) {
    try {
      SitesFile.load(snapshot.folder(), settings);
    } catch (InvalidFiles e) {
      e.findings().forEach(finding -> findings.add(finding.in(snapshot.folder())));
    } catch (StartupException e) {
      findings.add(new Finding(Check.PROPERTY_VALUE, PROPERTIES, 0, e.getMessage(), ""));
    }
  }

  private static CandidateReport joined(CompletableFuture<CandidateReport> check) {
    try {
      return check.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the files cannot be checked: " + e.getCause(), e);
    }
  }
}
