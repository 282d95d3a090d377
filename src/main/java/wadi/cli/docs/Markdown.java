package wadi.cli.docs;

/** What Markdown would take for markup. */
final class Markdown {
  private Markdown() {}

  /** Text as it stands in a cell of a table. */
  static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
  }

  /** A value as code in a cell of a table. */
  static String code(String value) {
    return value.isEmpty() ? "(empty)" : "`" + value.replace("|", "\\|") + "`";
  }
}
