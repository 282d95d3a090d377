package wadi.platform.backup;

import java.util.List;
import java.util.stream.Collectors;

/** Names in SQL, as PostgreSQL quotes them. */
final class Copied {
  private Copied() {}

  /** As COPY names what it copies. */
  static String table(String name, List<String> columns) {
    return "%s (%s)".formatted(named(name), columns.stream().map(Copied::quoted).collect(Collectors.joining(", ")));
  }

  static String named(String table) {
    return "public." + quoted(table);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
