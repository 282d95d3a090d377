package wadi.runtime.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Property placeholders, {@code {{key}}}, and what they stand for under each profile. */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final Pattern FUNCTION = Pattern.compile("(env|sys|bean|service|service\\.host|service\\.port)[:.].*");
  private static final int DEEPEST = 10;

  private final List<Map<String, String>> layers = new ArrayList<>();

  /** One {@code {{...}}}: its key, and its default when it has one. */
  record Use(String key, String fallback) {
    boolean isFunction() {
      return FUNCTION.matcher(key).matches();
    }
  }

  /** @param layers the values under no profile, then under each */
  Placeholders(List<Map<String, String>> layers) {
    this.layers.addAll(layers);
  }

  /** The placeholders in a text. */
  static Stream<Use> in(String text) {
    return PLACEHOLDER.matcher(text).results().map(m -> use(m.group(1)));
  }

  private static Use use(String inside) {
    String text = inside.strip().replaceFirst("^[?!]", "");
    if (FUNCTION.matcher(text).matches()) {
      return new Use(text, null);
    }
    int colon = text.indexOf(':');
    return colon < 0 ? new Use(text, null) : new Use(text.substring(0, colon), text.substring(colon + 1));
  }

  /** What a text is under each profile, the same once. What is not declared stays as it is written. */
  Set<String> resolve(String text) {
    Set<String> all = new LinkedHashSet<>();
    layers.forEach(layer -> all.add(resolve(text, layer, 0)));
    return all;
  }

  /** What a text is without a profile. */
  String usual(String text) {
    return resolve(text, layers.get(0), 0);
  }

  private static String resolve(String text, Map<String, String> layer, int depth) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    if (depth > DEEPEST || !matcher.find()) {
      return text;
    }
    String once = matcher.replaceAll(m -> {
      Use use = use(m.group(1));
      String value = layer.getOrDefault(use.key(), use.fallback());
      return Matcher.quoteReplacement(value == null ? m.group() : value);
    });
    return once.equals(text) ? text : resolve(once, layer, depth + 1);
  }

  static boolean isIn(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  /** A text without its placeholders and the parts that {@code simple} fills in. */
  static String without(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("").replaceAll("\\$\\{[^}]*}", "");
  }
}
