package wadi.camel.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** What clients of the original messaging service send and get: src/test/resources/old-messages/replies.yaml. */
public final class OldReplies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OldReplies() {}

  /**
   * A request and its answer.
   *
   * @param key right, none or wrong
   * @param reply the whole body, or else {@code contains}, a part of it
   */
  public record Row(String it, String method, String path, String type, String key, String body, int status, Optional<String> reply, String contains,
      Map<String, String> header) {
    @Override
    public String toString() {
      return it;
    }
  }

  /** In the order in which they are played. */
  public static List<Row> rows() throws IOException {
    try (InputStream file = OldReplies.class.getResourceAsStream("/old-messages/replies.yaml")) {
      List<Map<String, Object>> rows = new Yaml().load(file);
      return rows.stream().map(OldReplies::row).toList();
    }
  }

  /** The request that the original published, with another messageId. */
  public static String sample(String messageId) {
    return json(sample(Map.of("messageId", messageId)));
  }

  @SuppressWarnings("unchecked")
  private static Row row(Map<String, Object> row) {
    Map<String, Object> fields = sample((Map<String, Object>) row.getOrDefault("with", Map.of()));
    ((List<String>) row.getOrDefault("without", List.of())).forEach(fields::remove);
    ((Map<String, List<Object>>) row.getOrDefault("long", Map.of())).forEach((name, much) -> fields.put(name, much.get(1).toString().repeat((int) much.get(0))));
    return new Row((String) row.get("it"), (String) row.getOrDefault("method", "POST"), (String) row.getOrDefault("path", "/api/v1.0/sendMessage"),
        (String) row.getOrDefault("type", "application/json"), (String) row.getOrDefault("key", "right"),
        row.containsKey("body") ? (String) row.get("body") : json(fields), (int) row.get("status"), Optional.ofNullable((String) row.get("reply")),
        (String) row.getOrDefault("contains", ""), (Map<String, String>) row.getOrDefault("header", Map.of()));
  }

  private static Map<String, Object> sample(Map<String, Object> with) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("messageId", "y7sdxl24df");
    fields.put("senderId", "0700123456");
    fields.put("recipients", List.of("0700987654"));
    fields.put("messageType", "dummy");
    fields.put("channel", "africas-talking");
    fields.put("message", "This is an example message");
    fields.put("priority", "normal");
    fields.put("callback", "https://mydomain.com/callback/y7sdxl24df");
    fields.putAll(with);
    return fields;
  }

  private static String json(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
