package wadi.runtime;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.files.InvalidFiles;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.StartupException;

/** One try to let a generation take over. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Shop shop;
  private final long number;
  private final Workshop.Pardon pardon;
  private final Stopwatch watch;
  private final Runnable afterwards;
  private final Consent consent;
  private Workshop.Passed passed;
  private Difference difference = Difference.NONE;

  /** What every try uses. */
  record Shop(Switchboard switchboard, Workshop workshop, Aftermath aftermath) {}

  /** @param afterwards done when the generation that was replaced has ended */
  Attempt(Shop shop, long number, Workshop.Pardon pardon, Stopwatch watch, Runnable afterwards, Consent consent) {
    this.shop = shop;
    this.number = number;
    this.pardon = pardon;
    this.watch = watch;
    this.afterwards = afterwards;
    this.consent = consent;
  }

  ReloadReport run(Snapshot snapshot, Generation running) {
    String hash = snapshot.hash();
    difference = Differences.between(running.files().snapshot(), snapshot);
    boolean takesOver = false;
    shop.aftermath().underWay(true);
    try {
      passed = shop.workshop().pass(number, snapshot, pardon, watch);
      difference = difference(running, passed.generation());
      agree(hash);
      takesOver = true;
      long switched = System.nanoTime();
      shop.switchboard().replace(passed.generation(), running.files().settings().duration("reload.drain-timeout"), ended -> ended(running, ended, switched));
      watch.ended("switch");
      ReloadReport report = report(Outcome.LIVE, hash, "Generation " + number + " runs.", List.of());
      shop.aftermath().runs(passed.generation(), report);
      return report;
    } catch (Consent.Denied e) {
      return report(e.outcome(), hash, e.getMessage(), e.faults());
    } catch (StartupException | InvalidFiles e) {
      return takesOver ? failed(hash, running, e) : report(Outcome.REFUSED, hash, "The files did not pass; nothing was changed.", FaultList.of(e));
    } catch (RuntimeException e) {
      return failed(hash, running, e);
    } finally {
      shop.aftermath().underWay(false);
    }
  }

  /** A generation that may not take over has taken nothing, and is closed. */
  private void agree(String hash) {
    if (consent == Consent.NOT_NEEDED) {
      return;
    }
    try {
      consent.await(hash, passed.generation().files().archive());
      watch.ended("agree");
    } catch (RuntimeException | Error e) {
      passed.generation().close();
      passed.generation().files().delete();
      throw e;
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
    shop.aftermath().gone(ended, Duration.ofNanos(System.nanoTime() - switched), shop.switchboard().current());
    if (ended == replaced) {
      afterwards.run();
    }
  }

  private ReloadReport failed(String hash, Generation running, RuntimeException e) {
    LOG.error("generation {} did not take over; generation {} goes on", number, running.number(), e);
    return report(Outcome.FAILED, hash, "It did not take over, generation %d goes on: %s".formatted(running.number(), e.getMessage()), List.of());
  }

  private ReloadReport report(Outcome outcome, String hash, String detail, List<Fault> faults) {
    return new ReloadReport(outcome, number, shop.switchboard().current().map(Generation::number).orElse(0L), hash, detail, difference,
        passed == null ? 0 : passed.generation().routes(), passed == null ? 0 : passed.cases(), passed == null ? 0 : passed.warnings(),
        pardon == Workshop.Pardon.SPECS, watch.took(), faults);
  }
}
