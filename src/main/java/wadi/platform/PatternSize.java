package wadi.platform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large a regular expression of RE2 may become, seen before it is compiled: nested counted repeats can fill the memory while it is. */
public final class PatternSize {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d+),?(\\d*)}");

  private PatternSize() {}

  /**
   * How often the innermost part may be copied: a group that is counted multiplies all counts.
   *
   * @param enough nobody counts further than that
   */
  public static long repeats(String pattern, int enough) {
    if (!pattern.contains("){")) {
      return 1;
    }
    long product = 1;
    for (Matcher count = COUNT.matcher(pattern); count.find() && product <= enough; ) {
      String most = count.group(2).isEmpty() ? count.group(1) : count.group(2);
      product *= most.length() > 4 ? Integer.MAX_VALUE : Math.max(1, Integer.parseInt(most));
    }
    return product;
  }
}
