package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import wadi.domain.intake.StorableText;

/** JSON whose texts the database can keep. */
final class StorableJson {
  private StorableJson() {}

  /** Adds a fault for each text with U+0000 or half a surrogate pair, in a name too. */
  static void check(JsonNode node, String pointer, Faults faults) {
    if (node.isTextual()) {
      if (!isStorable(node.textValue())) {
        faults.add(pointer, "has a character that no text has: U+0000 or half of a surrogate pair");
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

  private static boolean isStorable(String text) {
    return StorableText.of(text).equals(text);
  }
}
