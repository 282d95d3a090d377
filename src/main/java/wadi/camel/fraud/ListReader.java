package wadi.camel.fraud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import wadi.camel.files.Findings;
import wadi.camel.files.Utf8;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.intake.CardNumbers;

/**
 * Reads the files that {@code lists} names: CSV, of which the first column counts, or a YAML list. Findings never repeat an
 * entry: somebody may have written a card number there.
 */
final class ListReader {
  static final int MOST_ENTRIES = 100_000;
  static final int LONGEST_ENTRY = 200;
  private static final int LARGEST_FILE = 16 * 1024 * 1024;
  /** After so many wrong entries it is the file that is wrong. */
  private static final int MOST_FINDINGS = 20;
  private static final Pattern COMMENT = Pattern.compile("(^|[\\s,])#.*");

  private final Findings findings;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private int wrong;

  private ListReader(Findings findings) {
    this.findings = findings;
  }

  /**
   * The lists by name; one that cannot be read is missing after findings.
   *
   * @param declared which file each is in, relative to the folder of the rules
   */
  static Map<String, ListFile> read(Map<String, YamlNode.Scalar> declared, Path rules, Findings findings) {
    Map<String, ListFile> lists = new TreeMap<>();
    declared.forEach((name, file) -> {
      Path path = rules.resolveSibling(file.text());
      try {
        if (Files.size(path) <= LARGEST_FILE) lists.put(name, read(path, findings.in(path.toString())));
        else findings.in(path.toString()).add(0, "is too large", "at most " + LARGEST_FILE / 1024 / 1024 + " MiB");
      } catch (IOException unreadable) {
        findings.add(file.line(), "list " + name + ": " + file.text() + " cannot be read: " + unreadable.getClass().getSimpleName(),
            "it must stand beside this file; an empty file is an empty list");
      }
    });
    return lists;
  }

  private static ListFile read(Path path, Findings findings) throws IOException {
    byte[] content = Files.readAllBytes(path);
    String text = Utf8.text(content, findings);
    ListReader reader = new ListReader(findings);
    if (path.toString().endsWith(".yaml")) reader.yaml(text);
    else reader.csv(text);
    return new ListFile(path.toString(), content, reader.lines);
  }

  private void csv(String text) {
    String[] all = text.split("\\R", -1);
    for (int i = 0; i < all.length && mayGoOn(i + 1); i++) {
      String bare = COMMENT.matcher(all[i]).replaceFirst("");
      String first = bare.split(",", 2)[0].strip();
      boolean quoted = first.length() > 1 && first.startsWith("\"") && first.endsWith("\"");
      add(i + 1, quoted ? first.substring(1, first.length() - 1).strip() : first);
    }
  }

  private void yaml(String text) {
    YamlNode root = YamlReader.read(text, findings);
    if (root instanceof YamlNode.Scalar empty && empty.text().isBlank()) return;
    if (!(root instanceof YamlNode.Items items)) {
      findings.add(root.line(), "is no list", "begin each entry with a dash and a space");
      return;
    }
    for (YamlNode item : items.items()) {
      if (!mayGoOn(item.line())) return;
      if (item instanceof YamlNode.Scalar entry && !entry.text().isBlank()) add(item.line(), entry.text().strip());
      else refuse(item.line(), "an entry is empty or no text", "write it behind the dash");
    }
  }

  private boolean mayGoOn(int line) {
    if (wrong < MOST_FINDINGS && lines.size() <= MOST_ENTRIES) return true;
    if (wrong < MOST_FINDINGS) refuse(line, "has more than " + MOST_ENTRIES + " entries, which is too large", "divide it into several lists");
    return false;
  }

  private void add(int line, String entry) {
    if (entry.isEmpty()) return;
    if (entry.length() > LONGEST_ENTRY) {
      refuse(line, "an entry is too long", "at most " + LONGEST_ENTRY + " characters");
    } else if (!CardNumbers.maskText(entry).equals(entry)) {
      refuse(line, "an entry looks like a card number, which must not be kept in files", "write the card's fingerprint instead");
    } else {
      Integer first = lines.putIfAbsent(entry, line);
      if (first != null) refuse(line, "an entry stands twice", "the first is in line " + first);
    }
  }

  private void refuse(int line, String message, String hint) {
    wrong++;
    findings.add(line, message, hint);
  }
}
