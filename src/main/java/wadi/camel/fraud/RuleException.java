package wadi.camel.fraud;

import java.util.List;
import java.util.stream.Collectors;

/** A rules file that cannot be used, with everything that is wrong in it. */
public final class RuleException extends RuntimeException {
  private final transient List<Finding> findings;

  RuleException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator())));
    this.findings = List.copyOf(findings);
  }

  /** What is wrong, in the order of the file; never empty. */
  public List<Finding> findings() {
    return findings;
  }
}
