package wadi.domain.reload;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a reload did.
 *
 * @param generation the number of this attempt in the history; 0 when it is not in it
 * @param running the number of the generation that runs now
 * @param hash the content hash of the files, or empty
 * @param detail one sentence that says what happened
 * @param routes how many the new generation has
 * @param cases how many cases of specs were run
 * @param warnings how many style findings there are
 * @param specsSkipped whether a person let the files live without their specs
 * @param took how long each phase took: snapshot, build, check (what it took longer than the build beside it), agree (with other processes), switch
 * @param processes what each did, when all were asked
 */
public record ReloadReport(Outcome outcome, long generation, long running, String hash, String detail, Difference difference, int routes,
    int cases, int warnings, boolean specsSkipped, Map<String, Duration> took, List<Fault> faults, List<Member> processes) {

  /** Of a reload of one process. */
  public ReloadReport(Outcome outcome, long generation, long running, String hash, String detail, Difference difference, int routes, int cases,
      int warnings, boolean specsSkipped, Map<String, Duration> took, List<Fault> faults) {
    this(outcome, generation, running, hash, detail, difference, routes, cases, warnings, specsSkipped, took, faults, List.of());
  }

  /** A report on something that was not tried. */
  public static ReloadReport notTried(Outcome outcome, long running, String hash, String detail) {
    return new ReloadReport(outcome, 0, running, hash, detail, Difference.NONE, 0, 0, 0, false, Map.of(), List.of());
  }

  /** The same with these faults. */
  public ReloadReport with(List<Fault> found) {
    return new ReloadReport(outcome, generation, running, hash, detail, difference, routes, cases, warnings, specsSkipped, took, found, processes);
  }

  /** The same as a report on all processes. */
  public ReloadReport of(List<Member> all, Outcome ofAll, String inWords) {
    return new ReloadReport(ofAll, generation, running, hash, inWords, difference, routes, cases, warnings, specsSkipped, took, faults, all);
  }
}
