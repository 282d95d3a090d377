package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** application.properties as people read it: sections, and in each its properties with the comment above them. */
final class PropertyFile {
  /** @param about what the section is, or empty */
  record Section(String name, String about, List<Entry> entries) {}

  record Entry(String key, String value, String meaning) {}

  private static final Pattern SECTION = Pattern.compile("# ---- ([a-z-]+)(?:: (.*))?");
  private static final Pattern PROPERTY = Pattern.compile("([a-z][a-z0-9.-]*)=(.*)");

  private final Path file;
  private final List<Section> sections = new ArrayList<>();
  private final List<String> comment = new ArrayList<>();

  private PropertyFile(Path file) {
    this.file = file;
  }

  static List<Section> read(Path file) throws IOException {
    PropertyFile reading = new PropertyFile(file);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      reading.read(lines.get(i).strip(), i + 1);
    }
    return reading.sections;
  }

  /** An empty line ends a comment: what stands above it is about no property. */
  private void read(String line, int number) {
    Matcher section = SECTION.matcher(line);
    Matcher property = PROPERTY.matcher(line);
    if (section.matches()) {
      comment.clear();
      sections.add(new Section(section.group(1), section.group(2) == null ? "" : section.group(2), new ArrayList<>()));
    } else if (line.startsWith("#")) {
      comment.add(line.substring(1).strip());
    } else if (property.matches()) {
      add(property.group(1), property.group(2).strip(), number);
      comment.clear();
    } else if (line.isEmpty()) {
      comment.clear();
    } else {
      throw wrong(number, "this is neither a comment nor key=value with a key in lower case: " + line);
    }
  }

  private void add(String key, String value, int number) {
    if (sections.isEmpty()) {
      throw wrong(number, key + " stands in no section; begin one with a line such as \"# ---- delivery: everything that leaves\"");
    }
    if (comment.isEmpty()) {
      throw wrong(number, key + " has no comment; write above it what it means, in a sentence");
    }
    sections.get(sections.size() - 1).entries().add(new Entry(key, value, String.join(" ", comment)));
  }

  private IllegalStateException wrong(int number, String what) {
    return new IllegalStateException("%s:%d: %s".formatted(file.getFileName(), number, what));
  }
}
