package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is told of a site, as the column {@code recipients} has it: addresses by channel and severity. */
public final class RecipientsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecipientsJson() {}

  public static String of(Map<String, Map<String, List<String>>> recipients) {
    try {
      return JSON.writeValueAsString(recipients);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Map<String, Map<String, List<String>>> read(String text) {
    try {
      return text == null ? Map.of() : JSON.readValue(text, new TypeReference<LinkedHashMap<String, Map<String, List<String>>>>() { });
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the recipients of a site are no JSON object by channel and severity", e);
    }
  }
}
