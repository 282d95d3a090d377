package wadi.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wadi.runtime.spec.SpecReport;

/** How the specs of the last few files came out in this process. */
final class SpecRuns {
  private static final int KEPT = 4;

  private final Map<String, SpecReport> reports = new LinkedHashMap<>();

  /** @param hash of the files */
  synchronized void keep(String hash, SpecReport report) {
    reports.remove(hash);
    reports.put(hash, report);
    if (reports.size() > KEPT) {
      reports.remove(reports.keySet().iterator().next());
    }
  }

  /** Empty when they were not run here, or long ago. */
  synchronized Optional<SpecReport> of(String hash) {
    return Optional.ofNullable(reports.get(hash));
  }
}
