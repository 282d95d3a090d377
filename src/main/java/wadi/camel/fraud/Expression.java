package wadi.camel.fraud;

import java.util.List;
import wadi.camel.files.YamlNode;

/**
 * The text of a {@code when} and where its characters stand in the file.
 *
 * @param fileLines the whole file
 */
record Expression(YamlNode.Scalar when, List<String> fileLines) {
  String text() {
    return when.text();
  }

  /** A place within the expression as a place in the file; the column is 0 when only the line can be told. */
  Place place(int line, int column) {
    if (line < 1 || column < 0) return new Place(when.line(), 0);
    String start = fileLines.get(when.line() - 1);
    int sign = when.column() - 1;
    if (start.startsWith(text(), sign)) return new Place(when.line(), sign + column + 1);
    if (start.startsWith(text(), sign + 1)) return new Place(when.line(), sign + column + 2);
    return start.startsWith("|", sign) ? block(line, column) : new Place(when.line(), 0);
  }

  private Place block(int line, int column) {
    int at = when.line() + line - 1;
    if (at >= fileLines.size()) return new Place(when.line(), 0);
    String written = text().lines().skip(line - 1L).findFirst().orElse("");
    int indent = Math.max(0, fileLines.get(at).length() - written.length());
    return new Place(at + 1, indent + column + 1);
  }

  record Place(int line, int column) {
    String after(String message) {
      return column == 0 ? message : message + " at column " + column;
    }
  }
}
