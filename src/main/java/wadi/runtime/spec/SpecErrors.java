package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file, so that all of it is said at once. */
final class SpecErrors {
  private final String file;
  private final List<SpecError> list = new ArrayList<>();

  SpecErrors(String file) {
    this.file = file;
  }

  void add(int line, String message, String hint) {
    list.add(new SpecError(file, line, message, hint));
  }

  void add(Node node, String message, String hint) {
    add(line(node), message, hint);
  }

  /** The line a node begins in, the first being 1. */
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  List<SpecError> inOrder() {
    return list.stream().sorted(Comparator.comparingInt(SpecError::line)).toList();
  }
}
