package wadi.runtime.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A value on one line, as it stands in messages. */
final class Shown {
  private static final int LONGEST = 240;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Shown() {}

  static String of(Object value) {
    String text;
    try {
      text = JSON.writeValueAsString(Plain.of(value));
    } catch (JsonProcessingException e) {
      text = String.valueOf(value);
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
