package wadi.runtime;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.Faults;
import wadi.platform.Platform;
import wadi.platform.meters.ReloadMeters;
import wadi.platform.ops.LastReload;
import wadi.platform.ops.ReloadView;

/** What is told of starts and reloads: in history, meters, health detail and log. */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final Platform platform;
  private final ReloadMeters meters;
  private final LastReload last;

  Aftermath(Platform platform, LastReload last) {
    this.platform = platform;
    this.meters = platform.meters().reloads();
    this.last = last;
  }

  /** A generation runs: the first one, or the next one after a reload. */
  void runs(Generation generation, ReloadReport report) {
    try {
      meters.live(generation.number(), generation.hash());
      PastChecks.begin(platform, generation);
      platform.meters().expect(ExpectedLabels.of(generation.context(), generation.files().rules().join()));
    } catch (RuntimeException e) {
      LOG.error("generation {} runs, and not all meters know of it", generation.number(), e);
    }
    keep(generation);
    write(report);
    platform.presence().runs(generation.files().settings().optional("roles").orElse("all"), generation.number(), generation.hash());
  }

  /** A generation may be about to take over, or that is over. */
  void underWay(boolean begins) {
    platform.presence().switching(begins);
  }

  /** A reload has ended, well or not. */
  void ended(ReloadReport report) {
    if (report.outcome() != Outcome.LIVE) {
      write(report);
    }
    meters.ended(report.outcome());
    report.took().forEach(meters::took);
    last.ended(report, platform.clock().instant());
    switch (report.outcome()) {
      case LIVE -> LOG.info("{} Files {}, {} routes.", report.detail(), report.hash(), report.routes());
      case UNCHANGED, BUSY, UNKNOWN -> LOG.debug("Reload {}: {}", report.outcome().word(), report.detail());
      default -> LOG.warn("Reload {}: {}{}", report.outcome().word(), report.detail(), firstFault(report));
    }
  }

  private static String firstFault(ReloadReport report) {
    int more = report.faults().size() - 1;
    return report.faults().stream().findFirst()
        .map(fault -> " %s:%d: %s%s".formatted(fault.file(), fault.line(), fault.message(), more > 0 ? " (and " + more + " more)" : "")).orElse("");
  }

  private void keep(Generation generation) {
    try {
      platform.tables().generations().keep(generation.hash(), generation.files().archive());
    } catch (RuntimeException e) {
      LOG.warn("the files of generation {} are not kept: {}", generation.number(), Faults.nameOf(e));
    }
  }

  /** What is live and not in the history is live all the same. */
  private void write(ReloadReport report) {
    if (report.generation() == 0) {
      return;
    }
    try {
      platform.tables().generations().end(report.generation(), report.outcome(), ReloadView.json(report));
    } catch (RuntimeException e) {
      LOG.warn("the history does not say that generation {} is {}: {}", report.generation(), report.outcome().word(), Faults.nameOf(e));
    }
  }

  /** A generation was worse than the one before it, which runs again. */
  void rolledBack(Generation bad, ReloadReport back, String verdict) {
    try {
      platform.tables().generations().rolledBack(bad.number());
    } catch (RuntimeException e) {
      LOG.warn("the history does not say that generation {} was rolled back: {}", bad.number(), Faults.nameOf(e));
    }
    ReloadReport report = new ReloadReport(Outcome.ROLLED_BACK, bad.number(), back.running(), bad.hash(),
        "Generation %d failed more than the one before it, whose files run again: %s".formatted(bad.number(), verdict), back.difference(), back.routes(), 0, 0,
        false, back.took(), back.faults());
    meters.ended(Outcome.ROLLED_BACK);
    last.ended(report, platform.clock().instant());
    LOG.warn("{}", report.detail());
  }

  /** A generation has ended; of routes that the one that runs has not either nothing is kept. */
  void gone(Generation ended, Duration drained, Optional<Generation> running) {
    meters.took("drain", drained);
    running.map(Generation::routeNames).ifPresent(now -> ended.routeNames().stream().filter(name -> !now.contains(name)).forEach(platform.meters()::forgetRoute));
  }
}
