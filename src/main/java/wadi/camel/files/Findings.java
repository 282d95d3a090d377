package wadi.camel.fraud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file and those it names, so that all of it can be said at once. */
final class Findings {
  private final String file;
  private final List<Finding> list;

  Findings(String file) {
    this(file, new ArrayList<>());
  }

  private Findings(String file, List<Finding> list) {
    this.file = file;
    this.list = list;
  }

  /** Those of another file, which are said after the ones of this file. */
  Findings in(String otherFile) {
    return new Findings(otherFile, list);
  }

  void add(int line, String message, String hint) {
    list.add(new Finding(file, line, message, hint));
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** @throws RuleException when there are any */
  void refuse() {
    if (list.isEmpty()) return;
    list.sort(Comparator.comparing((Finding finding) -> finding.file().equals(file) ? "" : finding.file())
        .thenComparingInt(Finding::line));
    throw new RuleException(list);
  }
}
