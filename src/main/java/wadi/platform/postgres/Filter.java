package wadi.platform.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The conditions of a query that were asked for, with their values. */
final class Filter {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /** @param condition in SQL, with {@code :name} for the value; left out when the value is null */
  Filter and(String condition, String name, Object value) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
    return this;
  }

  /** A where clause, or nothing. */
  String where() {
    return conditions.isEmpty() ? "" : "where " + String.join("\n  and ", conditions);
  }

  Map<String, Object> values() {
    return values;
  }
}
