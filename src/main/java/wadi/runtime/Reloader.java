package wadi.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.reload.Difference;
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
  private final Attempt.Shop shop;
  private final Amends amends;
  private final Watchman watchman = new Watchman(this::goBack);
  private final ReentrantLock one = new ReentrantLock(true);
  private volatile boolean closed;

  Reloader(Switchboard switchboard, Workshop workshop, GenerationTable history, Aftermath aftermath, Amends amends) {
    this.switchboard = switchboard;
    this.workshop = workshop;
    this.history = history;
    this.aftermath = aftermath;
    this.shop = new Attempt.Shop(switchboard, workshop, aftermath);
    this.amends = amends;
  }

  @Override
  public ReloadReport reload(Wanted wanted) {
    return reload(Task.of(wanted, workshop, history, Consent.NOT_NEEDED));
  }

  ReloadReport reload(Task task) {
    ReloadReport report = alone(() -> tried(task)).orElseGet(() -> notTried(Outcome.BUSY, "Another reload is under way. Try again when it has ended."));
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

  private ReloadReport tried(Task task) {
    Optional<Generation> running = switchboard.current();
    if (closed || running.isEmpty()) {
      return notTried(Outcome.BUSY, "Wadi is stopping.");
    }
    if (!hasRoom()) {
      return notTried(Outcome.BUSY, "Two generations have not finished yet what they have taken. Try again after reload.drain-timeout at the latest.");
    }
    Stopwatch watch = new Stopwatch();
    try {
      Optional<Snapshot> snapshot = task.files().get();
      watch.ended("snapshot");
      return snapshot.map(files -> tried(task, files, running.get(), watch)).orElseGet(() -> notTried(Outcome.UNKNOWN, task.unknown()));
    } catch (StartupException e) {
      return new ReloadReport(Outcome.REFUSED, 0, running.get().number(), "", "The files could not be read; nothing was changed.", Difference.NONE, 0, 0, 0,
          task.skipsSpecs(), watch.took(), FaultList.of(e));
    }
  }

  private ReloadReport tried(Task task, Snapshot snapshot, Generation running, Stopwatch watch) {
    if (snapshot.hash().equals(running.hash())) {
      snapshot.delete();
      return unchanged(task, running);
    }
    if (task.way() == Way.WATCH && history.isRolledBack(snapshot.hash())) {
      snapshot.delete();
      return notTried(Outcome.REFUSED, "These files were live and failed more than those before them; ./wadi reload tries them again.");
    }
    long number = history.begin(task.way(), task.actor(), snapshot.hash());
    Instant since = history.now();
    ReloadReport report = new Attempt(shop, number, task.pardon(), watch, () -> { }, task.consent()).run(snapshot, running);
    aftermath.ended(report);
    if (report.outcome() == Outcome.LIVE) {
      switchboard.current().ifPresent(next -> watchman.replaced(running, next, since));
    }
    return report;
  }

  /** Others may not run these files yet. */
  private ReloadReport unchanged(Task task, Generation running) {
    try {
      task.consent().await(running.hash(), running.files().archive());
      return notTried(Outcome.UNCHANGED, "Generation " + running.number() + " runs these files already.");
    } catch (Consent.Denied e) {
      return notTried(e.outcome(), e.getMessage()).with(e.faults());
    }
  }

  ReloadReport notTried(Outcome outcome, String detail) {
    return ReloadReport.notTried(outcome, switchboard.current().map(Generation::number).orElse(0L), switchboard.current().map(Generation::hash).orElse(""), detail);
  }

  /** The proven one takes over again, also when the history cannot be written and however many have not finished. */
  private void goBack(Watchman.Bad bad) {
    Optional<ReloadReport> report = alone(() -> {
      if (closed || switchboard.current().filter(now -> now == bad.generation()).isEmpty()) {
        return null; // somebody was quicker
      }
      Snapshot snapshot = workshop.snapshot(bad.before().archive());
      ReloadReport back = new Attempt(shop, begin(bad, snapshot), Workshop.Pardon.PASSED_BEFORE, new Stopwatch(), () -> amends.since(bad.since(), bad.verdict()),
          Consent.NOT_NEEDED).run(snapshot, bad.generation());
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

  /** Whether not too many generations drain for another one. */
  boolean hasRoom() {
    return switchboard.draining() < MOST_DRAINING;
  }

  /** Whether no reload begins any more. */
  boolean isClosed() {
    return closed;
  }

  /** Watches no longer, and lets no reload begin. One that is under way ends first: a switch cannot be left half done. */
  void close() {
    closed = true;
    watchman.close();
    alone(() -> true);
  }
}
