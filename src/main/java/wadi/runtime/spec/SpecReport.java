package wadi.runtime.spec;

import java.util.List;
import java.util.stream.Stream;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;

/**
 * What a run of specs found.
 *
 * @param routes how many routes they are about
 * @param errors what is wrong with specs themselves, or missing
 * @param branches of these routes, and whether a case has reached them
 */
public record SpecReport(int routes, List<CaseResult> cases, List<SpecError> errors, List<Branch> branches) {
  /** Of files that no generation can be made of: what keeps them from loading is the result. */
  public static SpecReport unloadable(InvalidFiles files) {
    List<SpecError> errors = files.findings().stream().map(f -> new SpecError(f.file(), f.line(), f.message(), f.hint())).toList();
    return new SpecReport(0, List.of(), errors, List.of());
  }

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
