package wadi.runtime.spec;

import java.util.List;

/**
 * Where a case and reality first differ.
 *
 * @param left everything that left, in its order
 */
public record Mismatch(int line, String expected, String instead, List<String> left) {
  /** On several lines, for people. */
  public String shown() {
    StringBuilder text = new StringBuilder("    expected  ").append(expected).append("\n    but       ").append(instead);
    for (int i = 0; i < left.size(); i++) {
      text.append(i == 0 ? "\n    all that left, in its order:" : "").append("\n      ").append(i + 1).append("  ").append(left.get(i));
    }
    return text.toString();
  }
}
