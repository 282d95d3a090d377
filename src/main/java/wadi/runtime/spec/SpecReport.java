package wadi.runtime.spec;

import java.util.List;
import java.util.stream.Stream;
import wadi.camel.files.Finding;

/**
 * What a run of specs found.
 *
 * @param routes how many routes they are about
 * @param errors what is wrong with specs themselves, or missing
 */
public record SpecReport(int routes, List<CaseResult> cases, List<SpecError> errors) {
  public boolean passed() {
    return errors.isEmpty() && cases.stream().allMatch(CaseResult::passed);
  }

  public List<CaseResult> failed() {
    return cases.stream().filter(c -> !c.passed()).toList();
  }

  /** All that is wrong, in the form of every other finding. */
  public List<Finding> findings() {
    return Stream.concat(errors.stream().map(SpecError::finding), failed().stream().map(CaseResult::finding)).sorted(Finding.BY_PLACE).toList();
  }
}
