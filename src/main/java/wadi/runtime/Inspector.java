package wadi.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import wadi.platform.StartupException;
import wadi.platform.ops.Inspections;
import wadi.platform.postgres.GenerationTable;
import wadi.platform.postgres.GenerationTable.Past;
import wadi.runtime.spec.SpecReport;

/** Looks at the files of this machine and of the history; one check at a time, for it takes seconds of every core. */
final class Inspector implements Inspections {
  private final Switchboard switchboard;
  private final Workshop workshop;
  private final GenerationTable history;
  private final ReentrantLock one = new ReentrantLock();

  Inspector(Switchboard switchboard, Workshop workshop, GenerationTable history) {
    this.switchboard = switchboard;
    this.workshop = workshop;
    this.history = history;
  }

  @Override
  public Optional<Map<String, Object>> check() {
    if (!one.tryLock()) {
      return Optional.empty();
    }
    try {
      Stopwatch watch = new Stopwatch();
      Snapshot snapshot = workshop.snapshot();
      try {
        return Optional.of(report(snapshot, Candidate.of(snapshot).check(), watch));
      } finally {
        snapshot.delete();
      }
    } catch (StartupException e) {
      return Optional.of(Map.of("passed", false, "errors", FaultList.of(e), "style", List.of(), "changes", List.of()));
    } finally {
      one.unlock();
    }
  }

  private Map<String, Object> report(Snapshot snapshot, CandidateReport report, Stopwatch watch) {
    report.specs().ifPresent(ran -> workshop.specs().keep(snapshot.hash(), ran));
    watch.ended("check");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("passed", report.passed());
    members.put("hash", snapshot.hash());
    members.put("running", switchboard.current().map(Generation::hash).orElse(null));
    members.put("routes", report.routes());
    members.put("cases", report.specs().map(SpecReport::cases).map(List::size).orElse(0));
    members.put("failed", report.specs().map(SpecReport::failed).map(List::size).orElse(0));
    members.put("millis", watch.took().get("check").toMillis());
    members.put("errors", FaultList.of(report.errors()));
    members.put("style", FaultList.of(report.style()));
    members.put("changes", switchboard.current().map(now -> FileChanges.between(now.files().archive(), snapshot.archive())).orElse(List.of()));
    return members;
  }

  @Override
  public Map<String, Object> changes(long number, OptionalLong against) throws NotKept {
    Past after = history.find(number).orElseThrow(() -> new NotKept("There is no generation " + number + "."));
    Past before = (against.isPresent() ? history.find(against.getAsLong()) : history.liveBefore(number))
        .orElseThrow(() -> new NotKept(against.isPresent() ? "There is no generation " + against.getAsLong() + "." : "Nothing was live before generation " + number + "."));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("number", after.number());
    members.put("against", before.number());
    members.put("files", FileChanges.between(files(before), files(after)));
    return members;
  }

  private byte[] files(Past past) throws NotKept {
    return history.files(past.hash()).orElseThrow(() -> new NotKept("The files of generation " + past.number()
        + " are not kept: only those of generations that were live are, for retention.generations."));
  }
}
