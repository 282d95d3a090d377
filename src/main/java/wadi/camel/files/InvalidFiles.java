package wadi.camel.files;

import java.util.List;
import java.util.stream.Collectors;

/** Files that cannot be used, with everything that is wrong in them. */
public final class InvalidFiles extends RuntimeException {
  private final transient List<Finding> findings;

  /** @param findings one or more */
  public InvalidFiles(List<Finding> findings) {
    this(findings, null);
  }

  /** @param cause what found it out */
  public InvalidFiles(List<Finding> findings, Throwable cause) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator())), cause);
    this.findings = List.copyOf(findings);
  }

  /** What is wrong, in the order of the files; never empty. */
  public List<Finding> findings() {
    return findings;
  }
}
