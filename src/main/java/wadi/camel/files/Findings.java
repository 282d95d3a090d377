package wadi.camel.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file and those it names, so that all of it can be said at once. */
public final class Findings {
  private final Check usual;
  private final String file;
  private final List<Finding> list;

  /**
   * @param usual what most findings in this file are about
   * @param file as people name it
   */
  public Findings(Check usual, String file) {
    this(usual, file, new ArrayList<>());
  }

  private Findings(Check usual, String file, List<Finding> list) {
    this.usual = usual;
    this.file = file;
    this.list = list;
  }

  /** Those of another file, which are said after the ones of this file. */
  public Findings in(String otherFile) {
    return new Findings(usual, otherFile, list);
  }

  /** Adds something about the usual check. */
  public void add(int line, String message, String hint) {
    add(usual, line, message, hint);
  }

  /** Adds something about another check than the usual one; the same is said once. */
  public void add(Check check, int line, String message, String hint) {
    Finding finding = new Finding(check, file, line, message, hint);
    if (!list.contains(finding)) {
      list.add(finding);
    }
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** In the order of the file. */
  public List<Finding> list() {
    return list.stream().sorted(Comparator.comparing((Finding finding) -> finding.file().equals(file) ? "" : finding.file())
        .thenComparingInt(Finding::line)).toList();
  }

  /** @throws InvalidFiles when there are any */
  public void refuse() {
    if (!list.isEmpty()) {
      throw new InvalidFiles(list());
    }
  }
}
