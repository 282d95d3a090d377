package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one value stands in JSON: a pointer (RFC 6901) such as {@code /checks/0/state}, or a singular query (RFC 9535, 2.3.5.1) such as
 * {@code $.checks[0].state} or {@code $['checks'][0]}. Both name one place: nothing is searched or computed.
 */
final class JsonPath {
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]'\"\\s*?@()]+)|\\[(\\d{1,9})]|\\['([^'\\\\]*)']|\\[\"([^\"\\\\]*)\"]");

  private JsonPath() {}

  /** @throws IllegalArgumentException when it is neither; the message is for people */
  static JsonPointer parse(String text) {
    if (text.startsWith("/")) {
      return JsonPointer.compile(text);
    }
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("a path is written as $.status or /status");
    }
    JsonPointer pointer = JsonPointer.empty();
    Matcher step = STEP.matcher(text);
    int at = 1;
    while (at < text.length()) {
      if (!step.find(at) || step.start() != at) {
        throw new IllegalArgumentException("a path has names and numbers only, as in $.checks[0].state");
      }
      pointer = append(pointer, step);
      at = step.end();
    }
    return pointer;
  }

  private static JsonPointer append(JsonPointer pointer, Matcher step) {
    for (int group : new int[] {1, 3, 4}) {
      if (step.group(group) != null) {
        return pointer.appendProperty(step.group(group));
      }
    }
    return pointer.appendIndex(Integer.parseInt(step.group(2)));
  }
}
