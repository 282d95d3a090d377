package wadi.runtime.spec;

import java.util.List;
import java.util.Map;

/** One entry below {@code then}. */
sealed interface Expectation {
  int line();

  /**
   * Something leaves, or a step is passed.
   *
   * @param name a seam, perhaps ending in a star; port.method; the short id of a step
   * @param facts what is expected of it: body, headers, variables, options, type, with
   */
  record Leaves(int line, Left.Kind kind, String name, Map<String, Expected> facts) implements Expectation {}

  /** These leave in whatever order. */
  record AnyOrder(int line, List<Leaves> all) implements Expectation {}

  /** What the route ends with. */
  record Reply(int line, Map<String, Expected> facts) implements Expectation {}

  /** The route fails, and its caller learns it. */
  record Fails(int line, String with) implements Expectation {}
}
