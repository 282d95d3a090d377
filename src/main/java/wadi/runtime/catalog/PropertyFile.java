package wadi.runtime.catalog;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** A properties file with the lines its keys stand in. */
final class PropertyFile {
  private final String name;
  private final Findings findings;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** @param commented whether a comment stands above it, or above the block it is in */
  record Entry(String key, String value, int line, boolean commented) {}

  PropertyFile(String name, String text) {
    this.name = name;
    this.findings = new Findings(Check.PROPERTY, name);
    List<String> lines = text.lines().toList();
    boolean commented = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        commented = false;
      } else if (line.startsWith("#") || line.startsWith("!")) {
        commented = true;
      } else {
        int first = i;
        List<String> logical = new ArrayList<>(List.of(lines.get(i)));
        while (continues(lines.get(i)) && i + 1 < lines.size()) {
          logical.add(lines.get(++i));
        }
        add(String.join("\n", logical), first + 1, commented);
      }
    }
  }

  private static boolean continues(String line) {
    return (line.length() - line.replaceAll("\\\\+$", "").length()) % 2 == 1;
  }

  private void add(String text, int line, boolean commented) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      findings.add(Check.PROPERTY_VALUE, line, "this line cannot be read: " + e.getMessage(), "write a backslash twice");
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    one.forEach((key, value) -> {
      Entry before = entries.put((String) key, new Entry((String) key, ((String) value).strip(), line, commented));
      if (before != null) {
        findings.add(Check.PROPERTY_TWICE, line, key + " stands twice", "keep this one, which counts, or that of line " + before.line());
      }
    });
  }

  String name() {
    return name;
  }

  Findings findings() {
    return findings;
  }

  Map<String, Entry> entries() {
    return entries;
  }
}
