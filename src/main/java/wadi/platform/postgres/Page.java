package wadi.platform.postgres;

import java.util.List;
import java.util.function.Function;

/**
 * Some rows of a list.
 *
 * @param next where the next page begins, or null when this is the last
 */
public record Page<T>(List<T> rows, String next) {

  /** @param found one row more than asked for when there are more */
  static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> rows = found.subList(0, limit);
    return new Page<>(rows, cursor.apply(rows.get(limit - 1)));
  }
}
