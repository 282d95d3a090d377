package wadi.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.files.InvalidFiles;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Faults;
import wadi.platform.StartupException;
import wadi.platform.ops.Amends;
import wadi.platform.ops.Reloads;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.GenerationTable;

/** Lets files go live: all of them at once, tested first, or not at all. One reload at a time. */
final class Reloader implements Reloads {
  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
  private static final int MOST_DRAINING = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Switchboard switchboard;
  private final Workshop workshop;
  private final GenerationTable history;
  private final Aftermath aftermath;
  private final Amends amends;
  private final Watchman watchman = new Watchman(this::goBack);
  private final ReentrantLock one = new ReentrantLock(true);
  private volatile boolean closed;

  Reloader(Switchboard switchboard, Workshop workshop, GenerationTable history, Aftermath aftermath, Amends amends) {
    this.switchboard = switchboard;
    this.workshop = workshop;
    this.history = history;
    this.aftermath = aftermath;
    this.amends = amends;
  }

  @Override
  public ReloadReport reload(Wanted wanted) {
    ReloadReport report = alone(() -> tried(wanted)).orElseGet(() -> notTried(Outcome.BUSY, "Another reload is under way. Try again when it has ended."));
    if (report.generation() == 0) {
      aftermath.ended(report); // the others have told
    }
    return report;
  }

  private <T> Optional<T> alone(Supplier<T> work) {
    try {
      if (!one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(work.get());
    } finally {
      one.unlock();
    }
  }

  private ReloadReport tried(Wanted wanted) {
    Optional<Generation> running = switchboard.current();
    if (closed || running.isEmpty()) {
      return notTried(Outcome.BUSY, "Wadi is stopping.");
    }
    if (switchboard.draining() >= MOST_DRAINING) {
      return notTried(Outcome.BUSY, "Two generations have not finished yet what they have taken. Try again after reload.drain-timeout at the latest.");
    }
    Stopwatch watch = new Stopwatch();
    try {
      Optional<Snapshot> snapshot = snapshot(wanted);
      watch.ended("snapshot");
      return snapshot.map(files -> tried(wanted, files, running.get(), watch))
          .orElseGet(() -> notTried(Outcome.UNKNOWN, "There is no generation " + wanted.to().orElseThrow() + " whose files are kept; ./wadi generations lists those there are."));
    } catch (StartupException e) {
      return new ReloadReport(Outcome.REFUSED, 0, running.get().number(), "", "The files could not be read; nothing was changed.", Difference.NONE, 0, 0, 0,
          wanted.skipSpecs(), watch.took(), FaultList.of(e));
    }
  }

  private ReloadReport tried(Wanted wanted, Snapshot snapshot, Generation running, Stopwatch watch) {
    if (snapshot.hash().equals(running.hash())) {
      snapshot.delete();
      return notTried(Outcome.UNCHANGED, "Generation " + running.number() + " runs these files already.");
    }
    if (wanted.way() == Way.WATCH && history.isRolledBack(snapshot.hash())) {
      snapshot.delete();
      return notTried(Outcome.REFUSED, "These files were live and failed more than those before them; ./wadi reload tries them again.");
    }
    long number = history.begin(wanted.way(), wanted.actor(), snapshot.hash());
    Workshop.Pardon pardon = wanted.skipSpecs() ? Workshop.Pardon.SPECS : wanted.way() == Way.BACK ? Workshop.Pardon.PASSED_BEFORE : Workshop.Pardon.NONE;
    Instant since = history.now();
    ReloadReport report = new Attempt(number, pardon, watch, () -> { }).run(snapshot, running);
    aftermath.ended(report);
    if (report.outcome() == Outcome.LIVE) {
      switchboard.current().ifPresent(next -> watchman.replaced(running, next, since));
    }
    return report;
  }

  private Optional<Snapshot> snapshot(Wanted wanted) {
    return wanted.to().isEmpty() ? Optional.of(workshop.snapshot())
        : history.find(wanted.to().get()).filter(past -> past.outcome() == Outcome.LIVE || past.outcome() == Outcome.ROLLED_BACK)
            .flatMap(past -> workshop.snapshot(past.hash()));
  }

  private ReloadReport notTried(Outcome outcome, String detail) {
    return ReloadReport.notTried(outcome, switchboard.current().map(Generation::number).orElse(0L), switchboard.current().map(Generation::hash).orElse(""), detail);
  }

  /** The proven one takes over again, also when the history cannot be written and however many have not finished. */
  private void goBack(Watchman.Bad bad) {
    Optional<ReloadReport> report = alone(() -> {
      if (closed || switchboard.current().filter(now -> now == bad.generation()).isEmpty()) {
        return null; // somebody was quicker
      }
      Snapshot snapshot = workshop.snapshot(bad.before().archive());
      ReloadReport back = new Attempt(begin(bad, snapshot), Workshop.Pardon.PASSED_BEFORE, new Stopwatch(), () -> amends.since(bad.since(), bad.verdict()))
          .run(snapshot, bad.generation());
      if (back.outcome() == Outcome.LIVE) {
        aftermath.rolledBack(bad.generation(), back, bad.verdict());
      } else {
        aftermath.ended(back);
      }
      return back;
    });
    if (report.filter(back -> back.outcome() == Outcome.LIVE).isPresent()) {
      amends.since(bad.since(), bad.verdict()); // and again for what it still had in hand, when it has ended
    }
  }

  private long begin(Watchman.Bad bad, Snapshot snapshot) {
    try {
      return history.begin(Way.ROLLBACK, new Actor("wadi", "-", bad.verdict()), snapshot.hash());
    } catch (RuntimeException e) {
      LOG.warn("the way back to generation {} is not in the history: {}", bad.before().number(), Faults.nameOf(e));
      return bad.before().number();
    }
  }

  /** Watches no longer, and lets no reload begin. One that is under way ends first: a switch cannot be left half done. */
  void close() {
    closed = true;
    watchman.close();
    alone(() -> true);
  }

  /** One try to let a generation take over. */
  private final class Attempt {
    private final long number;
    private final Workshop.Pardon pardon;
    private final Stopwatch watch;
    private final Runnable afterwards;
    private Workshop.Passed passed;
    private Difference difference = Difference.NONE;

    /** @param afterwards done when the generation that was replaced has ended */
    Attempt(long number, Workshop.Pardon pardon, Stopwatch watch, Runnable afterwards) {
      this.number = number;
      this.pardon = pardon;
      this.watch = watch;
      this.afterwards = afterwards;
    }

    ReloadReport run(Snapshot snapshot, Generation running) {
      String hash = snapshot.hash();
      difference = Differences.between(running.files().snapshot(), snapshot);
      try {
        passed = workshop.pass(number, snapshot, pardon, watch);
        difference = difference(running, passed.generation());
        long switched = System.nanoTime();
        switchboard.replace(passed.generation(), running.files().settings().duration("reload.drain-timeout"), ended -> ended(running, ended, switched));
        watch.ended("switch");
        ReloadReport report = report(Outcome.LIVE, hash, "Generation " + number + " runs.", List.of());
        aftermath.runs(passed.generation(), report);
        return report;
      } catch (StartupException | InvalidFiles e) {
        return passed == null ? report(Outcome.REFUSED, hash, "The files did not pass; nothing was changed.", FaultList.of(e)) : failed(hash, running, e);
      } catch (RuntimeException e) {
        return failed(hash, running, e);
      }
    }

    /** That it cannot be told keeps nothing back. */
    private Difference difference(Generation running, Generation next) {
      try {
        return Differences.between(running, next);
      } catch (RuntimeException e) {
        LOG.warn("what is different in generation {} cannot be told", number, e);
        return difference;
      }
    }

    private void ended(Generation replaced, Generation ended, long switched) {
      aftermath.gone(ended, Duration.ofNanos(System.nanoTime() - switched), switchboard.current());
      if (ended == replaced) {
        afterwards.run();
      }
    }

    private ReloadReport failed(String hash, Generation running, RuntimeException e) {
      LOG.error("generation {} did not take over; generation {} goes on", number, running.number(), e);
      return report(Outcome.FAILED, hash, "It did not take over, generation %d goes on: %s".formatted(running.number(), e.getMessage()), List.of());
    }

    private ReloadReport report(Outcome outcome, String hash, String detail, List<Fault> faults) {
      return new ReloadReport(outcome, number, switchboard.current().map(Generation::number).orElse(0L), hash, detail, difference,
          passed == null ? 0 : passed.generation().routes(), passed == null ? 0 : passed.cases(), passed == null ? 0 : passed.warnings(),
          pardon == Workshop.Pardon.SPECS, watch.took(), faults);
    }
  }
}
