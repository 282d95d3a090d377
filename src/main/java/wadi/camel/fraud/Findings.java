package wadi.camel.fraud;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that all of it can be said at once. */
final class Findings {
  private final String file;
  private final List<Finding> list = new ArrayList<>();

  Findings(String file) {
    this.file = file;
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
    list.sort(Comparator.comparingInt(Finding::line));
    throw new RuleException(list);
  }
}
