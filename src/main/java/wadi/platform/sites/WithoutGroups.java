package wadi.platform.sites;

/**
 * A regular expression that finds the same and captures nothing. RE2 has no back references, so whoever asks only whether there is a match needs no
 * groups, and RE2/J takes two to five times as long to keep them.
 */
final class WithoutGroups {
  private final String pattern;
  private final StringBuilder made = new StringBuilder();
  private int at;

  private WithoutGroups(String pattern) {
    this.pattern = pattern;
  }

  /** @param pattern one that can be compiled */
  static String of(String pattern) {
    return new WithoutGroups(pattern).make();
  }

  private String make() {
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '\\' -> copyTo(pattern.startsWith("\\Q", at) ? endOfQuote() : at + 2);
        case '[' -> copyTo(endOfClass());
        case '(' -> open();
        default -> copyTo(at + 1);
      }
    }
    return made.toString();
  }

  private void copyTo(int end) {
    made.append(pattern, at, Math.min(end, pattern.length()));
    at = end;
  }

  private int endOfQuote() {
    int end = pattern.indexOf("\\E", at);
    return end < 0 ? pattern.length() : end + 2;
  }

  private int endOfClass() {
    int i = at + 1;
    i += pattern.startsWith("^", i) ? 1 : 0;
    i += pattern.startsWith("]", i) ? 1 : 0;
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i) : -1;
      i = named > 0 ? named + 2 : pattern.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i + 1;
  }

  private void open() {
    if (!pattern.startsWith("(?", at)) {
      made.append("(?:");
      at++;
    } else if (pattern.startsWith("(?P<", at) || pattern.startsWith("(?<", at)) {
      made.append("(?:");
      at = pattern.indexOf('>', at) + 1;
    } else {
      copyTo(at + 2);
    }
  }
}
