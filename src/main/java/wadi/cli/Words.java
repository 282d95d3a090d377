package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** JSON values as people read them on a terminal. */
final class Words {
  private static final int LONGEST = 100;
  /** Producers and providers write texts; none of them moves our cursor. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Words() {}

  /** One line; a dash where there is nothing. */
  static String of(JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return "-";
    }
    return UNPRINTABLE.matcher(value.isValueNode() ? value.asText() : value.toString()).replaceAll(" ").strip();
  }

  static String shortened(JsonNode value) {
    String text = of(value);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  /** 42s, 7m, 3h, 2d. */
  static String age(long seconds) {
    if (seconds < 120) {
      return Math.max(0, seconds) + "s";
    }
    if (seconds < 2 * 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  /** 1 case, 2 cases. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
