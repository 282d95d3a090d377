package wadi.runtime.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a spec says of one value. The values it is compared with are {@link Plain}. */
sealed interface Expected {

  /** Empty when the value is as expected; else the first difference, with the path to it. */
  Optional<String> difference(String path, Object actual);

  /** How it stands in messages. */
  String shown();

  /** Just this value; 200 and 200.0 are the same number. */
  record Same(Object value) implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      return same(value, actual) ? Optional.empty() : differs(path, shown(), actual);
    }

    private static boolean same(Object expected, Object actual) {
      return expected instanceof Number a && actual instanceof Number b
          ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0 : Objects.equals(expected, actual);
    }

    @Override
    public String shown() {
      return Shown.of(value);
    }
  }

  /** An object with at least these members, or with exactly these. A text that is JSON counts as what it says. */
  record Members(Map<String, Expected> members, boolean exactly, boolean anyCase) implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      if (!(Plain.json(actual).orElse(actual) instanceof Map<?, ?> object)) {
        return differs(path, "an object", actual);
      }
      for (Map.Entry<String, Expected> member : members.entrySet()) {
        Optional<String> difference = member.getValue().difference(path + "." + member.getKey(), get(object, member.getKey()));
        if (difference.isPresent()) {
          return difference;
        }
      }
      return exactly ? surplus(path, object) : Optional.empty();
    }

    private Object get(Map<?, ?> object, String name) {
      return !anyCase ? object.get(name) : object.entrySet().stream().filter(e -> name.equalsIgnoreCase(String.valueOf(e.getKey())))
          .findFirst().<Object>map(Map.Entry::getValue).orElse(null);
    }

    private Optional<String> surplus(String path, Map<?, ?> object) {
      Set<String> more = object.keySet().stream().map(String::valueOf)
          .filter(name -> members.keySet().stream().noneMatch(m -> anyCase ? m.equalsIgnoreCase(name) : m.equals(name)))
          .collect(Collectors.toCollection(TreeSet::new));
      return more.isEmpty() ? Optional.empty() : Optional.of(path + ": expected exactly " + members.keySet() + ", there is also " + more);
    }

    @Override
    public String shown() {
      return members.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue().shown()).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A list of just so many items, each as expected. */
  record Items(List<Expected> items) implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      if (!(Plain.json(actual).orElse(actual) instanceof List<?> list)) {
        return differs(path, "a list", actual);
      }
      if (list.size() != items.size()) {
        return differs(path, "a list of " + items.size(), actual);
      }
      for (int i = 0; i < list.size(); i++) {
        Optional<String> difference = items.get(i).difference(path + "[" + i + "]", list.get(i));
        if (difference.isPresent()) {
          return difference;
        }
      }
      return Optional.empty();
    }

    @Override
    public String shown() {
      return items.stream().map(Expected::shown).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** {@code !matches}: a text that the regular expression matches as a whole. */
  record Matches(Pattern pattern) implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      return actual != null && pattern.matcher(text(actual)).matches() ? Optional.empty() : differs(path, shown(), actual);
    }

    @Override
    public String shown() {
      return "a text that matches " + pattern.pattern();
    }
  }

  /** {@code !contains}: a text with this part, or a list with such an item. */
  record Contains(Expected part) implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      boolean contains = Plain.json(actual).orElse(actual) instanceof List<?> list
          ? new ArrayList<>(list).stream().anyMatch(item -> part.difference(path, item).isEmpty())
          : actual != null && part instanceof Same same && text(actual).contains(text(same.value()));
      return contains ? Optional.empty() : differs(path, shown(), actual);
    }

    @Override
    public String shown() {
      return "something that contains " + part.shown();
    }
  }

  /** {@code !any}: there is a value, whatever it is. */
  record Present() implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      return actual != null ? Optional.empty() : differs(path, shown(), null);
    }

    @Override
    public String shown() {
      return "any value";
    }
  }

  /** {@code !absent}: there is no value. */
  record Absent() implements Expected {
    @Override
    public Optional<String> difference(String path, Object actual) {
      return actual == null ? Optional.empty() : differs(path, shown(), actual);
    }

    @Override
    public String shown() {
      return "nothing";
    }
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Plain.write(value);
  }

  private static Optional<String> differs(String path, String expected, Object actual) {
    return Optional.of(path + ": expected " + expected + ", was " + (actual == null ? "nothing" : Shown.of(actual)));
  }
}
