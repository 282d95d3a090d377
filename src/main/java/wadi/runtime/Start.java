package wadi.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.files.InvalidFiles;
import wadi.domain.reload.Difference;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.StartupException;
import wadi.platform.ops.ReloadView;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.GenerationTable;

/**
 * The first generation of a process: made from the files as they are, or from the last good ones if those do not pass, so that a
 * crash in the night does not meet the mistake of the evening.
 */
final class Start {
  private static final Logger LOG = LoggerFactory.getLogger(Start.class);
  private static final Actor WADI = new Actor("wadi", "-", null);

  private final Workshop workshop;
  private final GenerationTable history;

  /**
   * What was started.
   *
   * @param report on the generation that begins
   * @param refused on the files as they are, when these are not what runs
   */
  record Begun(Generation generation, ReloadReport report, Optional<ReloadReport> refused) {}

  Start(Workshop workshop, GenerationTable history) {
    this.workshop = workshop;
    this.history = history;
  }

  /** @throws RuntimeException when the files do not pass and there are no others; nothing is left of them */
  Begun begin() {
    int interrupted = history.interrupt();
    if (interrupted > 0) {
      LOG.warn("The process before this one ended during a reload; the files are looked at anew.");
    }
    try {
      Snapshot snapshot = workshop.snapshot();
      if (history.isRolledBack(snapshot.hash())) {
        String hash = snapshot.hash();
        snapshot.delete();
        return lastGood(0, hash, "They were live and failed more than those before them.", List.of())
            .orElseGet(() -> begin(workshop.snapshot(), Optional.empty()));
      }
      return begin(snapshot, Optional.empty());
    } catch (NotPassed e) {
      return lastGood(e.number, e.hash, "They do not pass.", FaultList.of(e.why)).orElseThrow(() -> e.why);
    } catch (StartupException e) {
      return lastGood(0, "", "They cannot be read.", FaultList.of(e)).orElseThrow(() -> e);
    }
  }

  private Begun begin(Snapshot snapshot, Optional<ReloadReport> refused) {
    Stopwatch watch = new Stopwatch();
    String hash = snapshot.hash();
    long number = history.begin(Way.START, WADI, hash);
    try {
      Workshop.Passed passed = workshop.pass(number, snapshot, Workshop.Pardon.AT_START, watch);
      return new Begun(passed.generation(), new ReloadReport(Outcome.LIVE, number, number, hash, "Generation " + number + " runs.", Difference.NONE,
          passed.generation().routes(), passed.cases(), passed.warnings(), false, watch.took(), List.of()), refused);
    } catch (StartupException | InvalidFiles e) {
      history.end(number, Outcome.REFUSED, ReloadView.json(new ReloadReport(Outcome.REFUSED, number, 0, hash, "The files did not pass.",
          Difference.NONE, 0, 0, 0, false, watch.took(), FaultList.of(e))));
      throw new NotPassed(number, hash, e);
    }
  }

  /** @param number of the generation that was refused, or 0 */
  private Optional<Begun> lastGood(long number, String hash, String why, List<Fault> faults) {
    return history.lastGood().filter(past -> !past.hash().equals(hash)).flatMap(past -> workshop.snapshot(past.hash()).flatMap(snapshot -> {
      ReloadReport refused = new ReloadReport(Outcome.REFUSED, number, past.number(), hash,
          "The files are not those that run. %s Those of generation %d run instead.".formatted(why, past.number()), Difference.NONE, 0, 0, 0, false,
          Map.of(), faults);
      try {
        return Optional.of(begin(snapshot, Optional.of(refused)));
      } catch (NotPassed e) {
        LOG.warn("Those of generation {} do not pass any more either: {}", past.number(), e.why.getMessage());
        return Optional.empty();
      }
    }));
  }

  private static final class NotPassed extends RuntimeException {
    private final long number;
    private final String hash;
    private final transient RuntimeException why;

    NotPassed(long number, String hash, RuntimeException why) {
      super(why);
      this.number = number;
      this.hash = hash;
      this.why = why;
    }
  }
}
