package wadi.camel.fraud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.Nearest;
import wadi.camel.files.YamlNode;
import wadi.domain.fraud.Window;

/** What a rules file declares for its rules to name: windows and lists. */
final class Declarations {
  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})([mhd])");
  private static final Pattern LIST_FILE = Pattern.compile("lists/[A-Za-z0-9][A-Za-z0-9_.-]*\\.(csv|yaml)");
  private static final List<String> KEYS = Stream.of(Window.Key.values()).map(Window.Key::word).toList();

  private final Findings findings;
  private final Map<String, Boolean> windowIds = new TreeMap<>();
  private final List<Window> windows = new ArrayList<>();
  private final List<String> listNames = new ArrayList<>();
  private final Map<String, YamlNode.Scalar> lists = new LinkedHashMap<>();

  Declarations(Findings findings) {
    this.findings = findings;
  }

  /** The windows without those that are wrong. */
  List<Window> windows() {
    return windows;
  }

  /** What rules may name, also what is wrong in itself: that is said once, where it stands. */
  RuleNames names() {
    return new RuleNames(windowIds, listNames);
  }

  /** The file of each list, relative to the folder of the rules. */
  Map<String, YamlNode.Scalar> lists() {
    return lists;
  }

  void readWindows(YamlNode node) {
    named(node, "windows", "a window", "card_10m: { key: card, of: 10m }").forEach((id, field) -> {
      Keys keys = Keys.of(field.value(), "window " + id, findings, List.of("key", "of"), List.of("distinct"));
      windowIds.put(id, keys != null && keys.node("distinct").isPresent());
      if (keys == null) return;
      Optional<Window.Key> key = kind(keys, "key");
      YamlNode.Scalar of = keys.text("of");
      Duration length = of == null ? null : length(of);
      Optional<Window.Key> distinct = keys.node("distinct").isPresent() ? kind(keys, "distinct") : Optional.empty();
      if (key.isPresent() && length != null) windows.add(new Window(id, key.get(), length, distinct));
    });
  }

  private Optional<Window.Key> kind(Keys keys, String name) {
    YamlNode.Scalar word = keys.text(name);
    if (word == null) return Optional.empty();
    int known = KEYS.indexOf(word.text());
    if (known >= 0) return Optional.of(Window.Key.values()[known]);
    findings.add(word.line(), name + " \"" + word.text() + "\" is nothing a window can count by", Nearest.hint(word.text(), KEYS));
    return Optional.empty();
  }

  void readLists(YamlNode node) {
    named(node, "lists", "a list", "blocked_cards: lists/blocked-cards.csv").forEach((name, field) -> {
      listNames.add(name);
      if (field.value() instanceof YamlNode.Scalar file && LIST_FILE.matcher(file.text()).matches()) lists.put(name, file);
      else findings.add(field.line(), "list " + name + " names no file of the right form", "a .csv or .yaml below lists/, such as lists/blocked-cards.csv");
    });
  }

  private Map<String, YamlNode.Field> named(YamlNode node, String what, String one, String example) {
    if (node instanceof YamlNode.Scalar nothing && nothing.text().isEmpty()) return Map.of();
    if (!(node instanceof YamlNode.Fields object)) {
      findings.add(node.line(), what + " must be an object", "such as " + example);
      return Map.of();
    }
    if (object.fields().size() > MOST) findings.add(node.line(), "has " + object.fields().size() + " " + what + ", which is too many", "at most " + MOST);
    Map<String, YamlNode.Field> good = new LinkedHashMap<>();
    object.fields().forEach((name, field) -> {
      if (NAME.matcher(name).matches()) good.put(name, field);
      else findings.add(field.line(), "the name \"" + name + "\" of " + one + " is not in the right form", "lower case with underscores, such as " + example);
    });
    return good;
  }

  private Duration length(YamlNode.Scalar of) {
    Matcher length = LENGTH.matcher(of.text());
    if (length.matches()) {
      long number = Long.parseLong(length.group(1));
      Duration duration = switch (length.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
      if (duration.compareTo(Window.SHORTEST) >= 0 && duration.compareTo(Window.LONGEST) <= 0) return duration;
    }
    findings.add(of.line(), "of \"" + of.text() + "\" is no usable length of a window", "1m to 30d, in minutes (10m), hours (24h) or days (7d)");
    return null;
  }
}
