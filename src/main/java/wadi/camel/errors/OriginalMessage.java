package wadi.camel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A message as it entered, in a form that can be kept.
 *
 * @param headers those that are text, numbers, or true and false
 * @param text the body when it was text, or null
 * @param bytes the body when it was bytes, or could be read as such, or null
 * @param json the body when it was a JSON value, or null
 */
public record OriginalMessage(Map<String, Object> headers, String text, byte[] bytes, Object json) {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  static OriginalMessage of(Exchange exchange) {
    Map<String, Object> headers = new LinkedHashMap<>();
    exchange.getMessage().getHeaders().forEach((name, value) -> {
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        headers.put(name, value);
      }
    });
    Object body = exchange.getMessage().getBody();
    if (body == null || body instanceof String) {
      return new OriginalMessage(headers, (String) body, null, null);
    }
    if (body instanceof Map || body instanceof Collection || body instanceof Number || body instanceof Boolean) {
      return new OriginalMessage(headers, null, null, body);
    }
    return new OriginalMessage(headers, null, exchange.getMessage().getBody(byte[].class), null);
  }

  /** Puts it where it came from. */
  public void enter(Message message) {
    message.setHeaders(new LinkedHashMap<>(headers));
    message.setBody(text != null ? text : bytes != null ? bytes : json);
  }

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the message cannot be kept: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Reads what was kept. */
  public static OriginalMessage read(byte[] kept) {
    try {
      return JSON.readValue(kept, OriginalMessage.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
