package wadi.runtime;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.catalog.Report;
import wadi.runtime.catalog.RouteCatalog;

/** The check of the files at a start, beside the loading of the routes; none when the same files have passed before. */
final class FileCheck {
  private static final Logger LOG = LoggerFactory.getLogger(FileCheck.class);

  private final Snapshot snapshot;
  private final PassedFiles passed;
  private final OptionalInt before;
  private final CompletableFuture<Report> report = new CompletableFuture<>();

  private FileCheck(Snapshot snapshot, PassedFiles passed) {
    this.snapshot = snapshot;
    this.passed = passed;
    this.before = passed.style(snapshot.hash());
  }

  /** @param memory the folder of the data directory that remembers what has passed */
  static FileCheck begin(Snapshot snapshot, Path memory, CompletableFuture<RuleBook> rules) {
    FileCheck check = new FileCheck(snapshot, new PassedFiles(memory));
    if (check.before.isEmpty()) {
      Thread thread = new Thread(() -> check.run(rules), "check-files");
      thread.setDaemon(true);
      thread.start();
    }
    return check;
  }

  private void run(CompletableFuture<RuleBook> rules) {
    try {
      report.complete(RouteCatalog.check(snapshot.folder(), rules));
    } catch (RuntimeException | Error e) {
      report.completeExceptionally(e);
    }
  }

  /**
   * Waits for the result and remembers a good one.
   *
   * @throws InvalidFiles when there are errors, with all of them
   */
  void refuseErrors() {
    int style = before.isPresent() ? before.getAsInt() : finished();
    if (style > 0) {
      LOG.info("{} style findings: ./wadi check", style);
    }
  }

  /** What it found wrong, which says more than what loading stumbled over first; or else this. */
  RuntimeException errorsOr(Supplier<RuntimeException> other) {
    try {
      refuseErrors();
    } catch (InvalidFiles e) {
      return e;
    } catch (RuntimeException e) {
      LOG.debug("no help from the check of the files", e);
    }
    return other.get();
  }

  private int finished() {
    try {
      Report found = report.join();
      if (!found.errors().isEmpty()) {
        throw new InvalidFiles(found.errors());
      }
      passed.add(snapshot.hash(), found.style().size());
      return found.style().size();
    } catch (CompletionException e) {
      throw new IllegalStateException("the files cannot be checked: " + e.getCause(), e);
    }
  }
}
