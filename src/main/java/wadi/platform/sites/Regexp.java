package wadi.platform.sites;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import wadi.platform.PatternSize;

/** A regular expression of RE2 that is looked for in a text: the time it takes is at most that of the text times its size. */
final class Regexp {
  /** Instructions; more would take too long on a whole page. */
  private static final int LARGEST = 1_000;
  private static final int LONGEST = 2_048;

  private static final java.util.regex.Pattern PLAIN = java.util.regex.Pattern.compile("[^\\\\^$.|?*+()\\[\\]{}]*");

  private final String text;
  private final Pattern pattern;

  private Regexp(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /** @throws IllegalArgumentException when it is none; the message says why, in one line */
  static Regexp of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("it is longer than %d characters".formatted(LONGEST));
    }
    if (PatternSize.repeats(text, LARGEST) > LARGEST) {
      throw new IllegalArgumentException("it is too large: nest no counted repeats");
    }
    try {
      Pattern given = Pattern.compile(text);
      if (given.programSize() > LARGEST) {
        throw new IllegalArgumentException("it is too large: use smaller counts in { }");
      }
      return new Regexp(text, Pattern.compile(WithoutGroups.of(text)));
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("it is nested too deeply", e);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription() + " (patterns are RE2's: no look-around, no back references)", e);
    }
  }

  /** Whether it is found; empty when the time was over before. */
  Optional<Boolean> isIn(String page, Deadline deadline) {
    if (PLAIN.matcher(text).matches()) {
      return Optional.of(page.contains(text));
    }
    try {
      return Optional.of(pattern.matcher(new TimedText(page, deadline)).find());
    } catch (TimedText.Over e) {
      return Optional.empty();
    }
  }
}
