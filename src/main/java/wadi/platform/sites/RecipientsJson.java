package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import wadi.domain.alerting.Severity;

/** Who is told of a site, as the column {@code recipients} has it: addresses by channel and severity, or by channel alone. */
public final class RecipientsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SEVERITIES = Stream.of(Severity.values()).map(Severity::word).toList();

  private RecipientsJson() {}

  public static String of(Map<String, Map<String, List<String>>> recipients) {
    try {
      return JSON.writeValueAsString(recipients);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What somebody wrote into the table in another form is left out. */
  public static Map<String, Map<String, List<String>>> read(String text) {
    Map<String, Map<String, List<String>>> recipients = new LinkedHashMap<>();
    tree(text).properties().forEach(channel -> recipients.put(channel.getKey(), bySeverity(channel.getValue())));
    return recipients;
  }

  private static Map<String, List<String>> bySeverity(JsonNode channel) {
    Map<String, List<String>> recipients = new LinkedHashMap<>();
    SEVERITIES.stream().filter(severity -> channel.isArray() || channel.has(severity))
        .forEach(severity -> recipients.put(severity, addresses(channel.isArray() ? channel : channel.get(severity))));
    return recipients;
  }

  private static List<String> addresses(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).filter(JsonNode::isTextual).map(JsonNode::asText).toList();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text == null ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the recipients of a site are no JSON", e);
    }
  }
}
