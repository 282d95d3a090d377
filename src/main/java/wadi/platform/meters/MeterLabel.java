package wadi.platform.meters;

import java.util.List;

/**
 * A label of a meter. Its values come from a closed set, never from what somebody sent.
 *
 * @param values those that exist from the start; empty when they are known only with the routes, which then name them
 *     to {@link Meters#expect}
 * @param meaning for the docs: what the values are, when they are not listed
 * @param more how many further values are counted as themselves; all others are counted as {@code other}
 */
public record MeterLabel(String name, List<String> values, String meaning, int more) {
  /** The value of a label that a step forgot to give. */
  static final String UNKNOWN = "unknown";
  /** The value that stands for all that are too many. */
  static final String OTHER = "other";

  /** A new value, for example a channel that somebody adds, may still appear; an endless number of them may not. */
  private static final int ROOM = 50;

  static MeterLabel listed(String name, String... values) {
    return new MeterLabel(name, List.of(values), "", ROOM);
  }

  static MeterLabel open(String name, String meaning) {
    return new MeterLabel(name, List.of(), meaning, ROOM);
  }
}
