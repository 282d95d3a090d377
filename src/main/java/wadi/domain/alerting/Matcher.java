package wadi.domain.alerting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a field of an alert must be, written as {@code amtool} does: {@code site=shop severity=~"high|critical"}.
 *
 * @param field by its name, or a path of names divided by dots
 */
public record Matcher(String field, Op op, String value) {
  /** How a field is compared; regular expressions must match all of it. */
  public enum Op {
    EQUAL("="),
    UNEQUAL("!="),
    MATCHES("=~"),
    MATCHES_NOT("!~");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** The one that is written so. */
    public static Op of(String sign) {
      return Stream.of(values()).filter(op -> op.sign.equals(sign)).findFirst().orElseThrow(() -> new IllegalArgumentException("\"" + sign + "\" compares nothing"));
    }

    public boolean isRegex() {
      return this == MATCHES || this == MATCHES_NOT;
    }

    /** Whether it says what a field is not. */
    public boolean isNegative() {
      return this == UNEQUAL || this == MATCHES_NOT;
    }
  }

  /** A list of them that cannot be read. */
  public static final class Unreadable extends RuntimeException {
    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  private static final int MOST = 20;
  private static final int LONGEST = 500;
  private static final Pattern ONE = Pattern.compile("\\s*([A-Za-z_][\\w.-]*)\\s*(=~|!~|!=|=)\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|((?![=~])[^\\s,\"]*+))\\s*(?:,|\\s|$)\\s*");

  /**
   * Reads one or several, divided by blanks or commas, in braces or not. A value in quotes may hold anything; there {@code \"} and {@code \\}
   * mean a quote and a backslash.
   *
   * @throws Unreadable in words for whoever wrote them
   */
  public static List<Matcher> read(String text) {
    String inner = text.strip();
    if (inner.startsWith("{") && inner.endsWith("}")) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    List<Matcher> matchers = new ArrayList<>();
    java.util.regex.Matcher found = ONE.matcher(inner);
    int from = 0;
    while (from < inner.length()) {
      if (!found.region(from, inner.length()).lookingAt()) {
        throw new Unreadable("\"%s\" is no matcher: write a field, =, !=, =~ or !~, and a value, for example site=shop severity=~\"high|critical\""
            .formatted(shortened(inner.substring(from))));
      }
      String quoted = Optional.ofNullable(found.group(3)).orElse("");
      String value = Optional.ofNullable(found.group(4)).orElseGet(() -> quoted.replaceAll("\\\\([\"\\\\])", "$1"));
      matchers.add(new Matcher(found.group(1), Op.of(found.group(2)), value));
      from = found.end();
    }
    if (matchers.isEmpty()) {
      throw new Unreadable("a matcher is missing, for example site=shop");
    }
    if (matchers.size() > MOST || matchers.stream().anyMatch(matcher -> matcher.value().length() > LONGEST || matcher.field().length() > LONGEST)) {
      throw new Unreadable("that is too much: at most %d matchers of %d characters".formatted(MOST, LONGEST));
    }
    return List.copyOf(matchers);
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return field + op.sign() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
