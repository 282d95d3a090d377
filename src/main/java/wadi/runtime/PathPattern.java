package wadi.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which requests a path of {@code platform-http:} is for, as Vert.x takes it. */
final class PathPattern {
  private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}|:[A-Za-z][A-Za-z0-9_]*");

  private PathPattern() {}

  /**
   * Matches what has this path, with or without a slash at the end.
   *
   * @param path as the route writes it: {@code /orders/{id}}
   * @param prefix whether longer paths are taken too
   */
  static Pattern of(String path, boolean prefix) {
    boolean longer = prefix || path.endsWith("*");
    String bare = path.replaceFirst("\\*$", "").replaceFirst("/$", "");
    StringBuilder regex = new StringBuilder();
    int end = 0;
    Matcher parameter = PARAMETER.matcher(bare);
    while (parameter.find()) {
      regex.append(Pattern.quote(bare.substring(end, parameter.start()))).append("[^/]+");
      end = parameter.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(bare.substring(end))).append(longer ? ".*" : "/?").toString(), Pattern.DOTALL);
  }
}
