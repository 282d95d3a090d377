package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import wadi.domain.sites.Expectations;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Expectations as they stand in the column of this name; what must be found in the body has its own, {@code regexp}, as before Wadi. */
public final class ExpectationsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExpectationsJson() {}

  /** Without {@link Expectations#present}. */
  public static String of(Expectations expectations) {
    ObjectNode json = JSON.createObjectNode();
    if (!expectations.statuses().isEmpty()) {
      expectations.statuses().forEach(json.putArray("statuses")::add);
    }
    expectations.absent().ifPresent(absent -> json.put("absent", absent));
    put(json, "json", expectations.json());
    put(json, "headers", expectations.headers());
    expectations.within().ifPresent(within -> json.put("within", within.toMillis() + "ms"));
    expectations.certificateDays().ifPresent(days -> json.put("certificateDays", days));
    expectations.redirectsTo().ifPresent(url -> json.put("redirectsTo", url));
    return json.toString();
  }

  /** @param regexp the column beside it; blank or null when there is none */
  public static Expectations read(String text, String regexp) {
    JsonNode json = tree(text);
    List<Integer> statuses = StreamSupport.stream(json.path("statuses").spliterator(), false).map(JsonNode::asInt).toList();
    return new Expectations(statuses, Optional.ofNullable(regexp).filter(pattern -> !pattern.isBlank()), text(json, "absent"), map(json.path("json")),
        map(json.path("headers")), within(json),
        json.has("certificateDays") ? OptionalInt.of(json.get("certificateDays").asInt()) : OptionalInt.empty(), text(json, "redirectsTo"));
  }

  /** Nothing when it is no time: one row that somebody wrote by hand must not keep all others from being read. */
  private static Optional<Duration> within(JsonNode json) {
    try {
      return text(json, "within").map(within -> Settings.duration("within", within));
    } catch (StartupException e) {
      return Optional.empty();
    }
  }

  private static void put(ObjectNode json, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode object = json.putObject(name);
      values.forEach(object::put);
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).map(JsonNode::asText);
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text == null ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the expectations of a site are no JSON", e);
    }
  }
}
