package wadi.cli.scaffold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/**
 * A YAML file as people wrote it. What is added is added as text, so that comments and layout stay, and then read back: all that was there
 * must be there still, and nothing else but what was added.
 */
final class YamlText {
  private final String file;
  private final String text;

  YamlText(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * The text with one more item at the end of a list.
   *
   * @param item its lines, from the dash on, without indentation
   * @param path to the list: keys, and places in other lists as numbers
   * @throws Refused when the list is not there, or written so that a person has to add to it
   */
  String withItem(String item, String... path) {
    YamlNode list = at(path);
    String longer = list instanceof YamlNode.Items items && !items.items().isEmpty() ? afterLast(items, item) : intoEmpty(list, item, path);
    Object before = plain(read(text));
    Object after = plain(read(longer));
    List<Object> grown = list(after, path);
    if (list(before, path).size() + 1 != grown.size()) {
      throw byHand(list, item);
    }
    grown.remove(grown.size() - 1);
    if (!before.equals(after)) {
      throw byHand(list, item);
    }
    return longer;
  }

  /** The text with one more key at its end, which holds an object at the top. */
  String withKey(String key, String lines) {
    YamlNode root = read(text);
    if (!(root instanceof YamlNode.Fields fields)) {
      throw byHand(root, lines);
    }
    if (fields.fields().containsKey(key)) {
      throw new Refused("%s:%d: there is %s already.".formatted(file, fields.fields().get(key).line(), key));
    }
    String longer = ended(text) + lines.replace("\n", lineEnd());
    Object after = plain(readBack(longer, root, lines));
    if (!(after instanceof Map<?, ?> map) || map.remove(key) == null || !map.equals(plain(root))) {
      throw byHand(root, lines);
    }
    return longer;
  }

  private String afterLast(YamlNode.Items items, String item) {
    List<String> lines = text.lines().toList();
    String first = lines.get(items.items().get(0).line() - 1);
    int dash = indent(first);
    if (!first.startsWith("-", dash)) {
      throw byHand(items, item);
    }
    int end = last(items);
    while (continues(lines, end, dash)) {
      end++;
    }
    List<String> all = new ArrayList<>(lines.subList(0, end));
    all.addAll(indented(item, dash));
    all.addAll(lines.subList(end, lines.size()));
    return joined(all);
  }

  /** {@code sites: []}, or nothing behind the key. */
  private String intoEmpty(YamlNode list, String item, String... path) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String key = path[path.length - 1];
    String line = lines.get(list.line() - 1);
    if (!line.matches("\\s*" + key + ":\\s*(\\[\\s*]\\s*)?(#.*)?")) {
      throw byHand(list, item);
    }
    lines.set(list.line() - 1, line.replaceFirst(":\\s*\\[\\s*]", ":"));
    lines.addAll(list.line(), indented(item, indent(line) + 2));
    return joined(lines);
  }

  /** Whether the line after this many, or the next that is not blank, still belongs to an item of the list. */
  private static boolean continues(List<String> lines, int end, int dash) {
    return lines.stream().skip(end).filter(line -> !line.isBlank()).findFirst().filter(line -> indent(line) > dash).isPresent();
  }

  private static List<String> indented(String item, int by) {
    return item.lines().map(line -> line.isBlank() ? "" : " ".repeat(by) + line).toList();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static int last(YamlNode node) {
    if (node instanceof YamlNode.Items items) {
      return items.items().stream().mapToInt(YamlText::last).max().orElse(node.line());
    }
    return node instanceof YamlNode.Fields fields
        ? fields.fields().values().stream().mapToInt(field -> Math.max(field.line(), last(field.value()))).max().orElse(node.line()) : node.line();
  }

  private String joined(List<String> lines) {
    return lines.stream().map(line -> line + lineEnd()).collect(Collectors.joining());
  }

  private String ended(String some) {
    return some.isEmpty() || some.endsWith("\n") ? some : some + lineEnd();
  }

  private String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private YamlNode at(String... path) {
    YamlNode node = read(text);
    for (String step : path) {
      YamlNode next = node instanceof YamlNode.Fields fields && fields.fields().containsKey(step) ? fields.fields().get(step).value()
          : node instanceof YamlNode.Items items && step.matches("\\d+") && Integer.parseInt(step) < items.items().size() ? items.items().get(Integer.parseInt(step)) : null;
      if (next == null) {
        throw new Refused("%s:%d: there is no %s. Nothing is written.".formatted(file, node.line(), String.join(".", path)));
      }
      node = next;
    }
    return node;
  }

  /** Aliases and tags are no matter here; only what is no YAML at all is refused. */
  private YamlNode read(String some) {
    try {
      return YamlReader.read(some, new Findings(Check.YAML, file));
    } catch (InvalidFiles e) {
      throw new Refused(e.findings().get(0) + " Nothing is written.");
    }
  }

  private YamlNode readBack(String longer, YamlNode place, String lines) {
    try {
      return YamlReader.read(longer, new Findings(Check.YAML, file));
    } catch (InvalidFiles e) {
      throw byHand(place, lines);
    }
  }

  private Refused byHand(YamlNode place, String lines) {
    return new Refused("%s:%d: this is written so that only a person can add to it. Nothing is written; add this by hand, or write the list with dashes, an item a line:%n%s"
        .formatted(file, place.line(), lines.stripTrailing()));
  }

  private static Object plain(YamlNode node) {
    if (node instanceof YamlNode.Items items) {
      return items.items().stream().map(YamlText::plain).collect(Collectors.toCollection(ArrayList::new));
    }
    if (node instanceof YamlNode.Fields fields) {
      Map<String, Object> map = new LinkedHashMap<>();
      fields.fields().forEach((name, field) -> map.put(name, plain(field.value())));
      return map;
    }
    return ((YamlNode.Scalar) node).text();
  }

  /** The list there; nothing behind its key becomes an empty one. */
  @SuppressWarnings("unchecked")
  private static List<Object> list(Object root, String... path) {
    Object at = root;
    for (String step : path) {
      if (at instanceof List<?> places) {
        at = places.get(Integer.parseInt(step));
      } else {
        Map<String, Object> map = (Map<String, Object>) at;
        at = map.compute(step, (key, value) -> "".equals(value) ? new ArrayList<>() : value);
      }
    }
    return (List<Object>) at;
  }
}
