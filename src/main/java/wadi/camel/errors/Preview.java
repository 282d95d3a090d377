package wadi.camel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Message;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.StorableText;

/** What people may read of a message that nothing can be done with. */
final class Preview {
  private static final int LONGEST = 4_000;
  private static final String DIGITS = "[0-9]";

  private final ObjectMapper json;

  Preview(ObjectMapper json) {
    this.json = json;
  }

  /** JSON is masked by its fields. In anything else a field cannot be told, so no digit of it is shown. */
  String of(Message message) {
    Object body = message.getBody();
    boolean isText = body instanceof String || body instanceof byte[];
    String text = String.valueOf(isText ? message.getBody(String.class) : body);
    try {
      Object value = isText ? json.readValue(text, Object.class) : body;
      return cut(json.writeValueAsString(CardNumbers.mask(value, digits -> "").json()));
    } catch (JsonProcessingException | RuntimeException e) {
      return cut(CardNumbers.maskText(text).replaceAll(DIGITS, "*"));
    }
  }

  private static String cut(String text) {
    String storable = StorableText.of(text);
    return storable.length() > LONGEST ? storable.substring(0, LONGEST) : storable;
  }
}
