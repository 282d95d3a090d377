package wadi.domain.reload;

import java.util.List;

/**
 * In what the files of two generations differ. All lists are sorted.
 *
 * @param added ids of routes
 * @param changed ids of routes whose file has changed
 * @param removed ids of routes
 * @param unchanged how many routes are the same
 * @param properties names of those that have another value
 * @param rules ids of fraud rules that were added, changed or removed
 * @param files all that were added, changed or removed
 */
public record Difference(List<String> added, List<String> changed, List<String> removed, int unchanged, List<String> properties,
    List<String> rules, List<String> files) {
  /** Nothing to compare with. */
  public static final Difference NONE = new Difference(List.of(), List.of(), List.of(), 0, List.of(), List.of(), List.of());
}
