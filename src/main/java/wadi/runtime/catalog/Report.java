package wadi.runtime.catalog;

import java.util.List;
import wadi.camel.files.Finding;

/**
 * What a check of the files has found.
 *
 * @param routes how many routes there are, those in Java left out
 * @param findings by file and line
 */
public record Report(int routes, List<Finding> findings) {
  /** Those on which nothing starts. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }

  /** Those that only our own build refuses. */
  public List<Finding> style() {
    return findings.stream().filter(f -> !f.isError()).toList();
  }
}
