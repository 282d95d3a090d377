package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import wadi.domain.intake.StorableText;

/** JSON that the database can keep, and give back to whoever reads it. */
final class StorableJson {
  /** PostgreSQL writes numbers out in full: a few characters could become megabytes. */
  private static final int MOST_DIGITS = 30;
  private static final int LARGEST_POWER = 301;

  private StorableJson() {}

  /** Adds a fault for each text with U+0000 or half a surrogate pair, in a name too, and for each number that is no use to anybody. */
  static void check(JsonNode node, String pointer, Faults faults) {
    if (node.isTextual()) {
      if (!isStorable(node.textValue())) {
        faults.add(pointer, "has a character that no text has: U+0000 or half of a surrogate pair");
      }
    } else if (node.isNumber()) {
      if (!isStorable(node)) {
        faults.add(pointer, "has too many digits, or is too large or too small");
      }
    } else if (node.isObject()) {
      node.properties().forEach(member -> {
        if (isStorable(member.getKey())) {
          check(member.getValue(), pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), faults);
        } else {
          faults.add(pointer, "has a member whose name has U+0000 or half of a surrogate pair");
        }
      });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), pointer + "/" + i, faults);
      }
    }
  }

  private static boolean isStorable(JsonNode number) {
    if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
      return false;
    }
    BigDecimal value = number.decimalValue();
    return value.precision() <= MOST_DIGITS && Math.abs((long) value.precision() - value.scale()) <= LARGEST_POWER;
  }

  private static boolean isStorable(String text) {
    return StorableText.of(text).equals(text);
  }
}
