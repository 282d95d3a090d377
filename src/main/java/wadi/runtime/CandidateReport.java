package wadi.runtime;

import java.util.List;
import java.util.Optional;
import wadi.camel.files.Finding;
import wadi.runtime.spec.SpecReport;

/**
 * What came of checking a candidate.
 *
 * @param routes how many routes its files hold, those in Java left out
 * @param findings errors and style, by file and line; files are named as seen from the candidate's folder
 * @param specs how the specs came out; empty when they were skipped, or when no generation can be made of the files, which is
 *     among the findings
 * @param catalogueMillis how long the files were looked at, in milliseconds
 * @param specsMillis how long specs took, the loading of the routes included, in milliseconds; both run side by side
 */
public record CandidateReport(int routes, List<Finding> findings, Optional<SpecReport> specs, long catalogueMillis, long specsMillis) {
  /** Those on which nothing goes live. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }

  /** Those that only our own build refuses. */
  public List<Finding> style() {
    return findings.stream().filter(f -> !f.isError()).toList();
  }

  /** Whether it may go live. */
  public boolean passed() {
    return errors().isEmpty();
  }
}
