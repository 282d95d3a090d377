package wadi.platform.silences;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import wadi.domain.alerting.Matcher;

/**
 * Whether alerts are as matchers want them. A field that is missing is empty; of a list, some item must be so, and none when a matcher says what
 * the field is not. Regular expressions are RE2's, whose time grows with the text alone.
 */
public final class Matching {
  private static final int DEEPEST = 10;

  private final List<Predicate<Map<?, ?>>> conditions;

  private Matching(List<Predicate<Map<?, ?>>> conditions) {
    this.conditions = conditions;
  }

  /** @throws IllegalArgumentException in words, when a regular expression is none */
  public static Matching of(List<Matcher> matchers) {
    return new Matching(matchers.stream().map(Matching::condition).toList());
  }

  private static Predicate<Map<?, ?>> condition(Matcher matcher) {
    Predicate<String> like = matcher.op().isRegex() ? pattern(matcher)::matches : matcher.value()::equals;
    return alert -> texts(alert, matcher.field().split("\\."), 0).anyMatch(like) != matcher.op().isNegative();
  }

  private static Pattern pattern(Matcher matcher) {
    try {
      return Pattern.compile(matcher.value(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("%s is no regular expression of RE2: %s".formatted(matcher, e.getDescription()), e);
    }
  }

  /** Whether all hold. */
  public boolean holds(Map<?, ?> alert) {
    return conditions.stream().allMatch(condition -> condition.test(alert));
  }

  private static Stream<String> texts(Object value, String[] path, int at) {
    if (value instanceof Collection<?> items && at < DEEPEST) {
      return items.isEmpty() ? Stream.of("") : items.stream().flatMap(item -> texts(item, path, at));
    }
    if (at == path.length) {
      return Stream.of(Objects.toString(value, ""));
    }
    Object inner = value instanceof Map<?, ?> map ? map.get(path[at]) : null;
    return texts(inner, path, at + 1);
  }
}
