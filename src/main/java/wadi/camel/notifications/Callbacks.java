package wadi.camel.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import wadi.domain.alerting.Severity;
import wadi.platform.ports.StatusEvents;
import wadi.platform.ports.StatusEvents.StatusEvent;

/** Tells clients what became of their notifications. Named in YAML as {@code callbacks}; docs/callbacks.md. */
public final class Callbacks {
  private static final int AT_ONCE = 500;
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final String FAILED = "failed";
  /** Clients of the original API know no other words: those are told that it failed, and why. */
  private static final Set<String> ORIGINAL_STATES = Set.of("received", "started", "submitted", "delivered", FAILED);

  private final StatusEvents events;
  private final ObjectMapper json;

  public Callbacks(StatusEvents events, ObjectMapper json) {
    this.events = events;
    this.json = json;
  }

  /** The next events; they are told with the transaction of this thread. */
  public List<StatusEvent> take() {
    return events.take(AT_ONCE);
  }

  /** The delivery that tells of one. */
  public Map<String, Object> promise(@Body StatusEvent event) {
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("source", "status-event");
    delivery.put("sourceId", String.valueOf(event.id()));
    delivery.put("recipient", event.url());
    delivery.put("urgency", Severity.of("normal").urgency());
    delivery.put("payload", Map.of("body", event.api().equals("v1") ? original(event) : ours(event), "client", event.client(), "since", event.at().toString()));
    return delivery;
  }

  /** As the original messaging service said it, with the recipient and a reason beside it. */
  private static Map<String, Object> original(StatusEvent event) {
    boolean known = ORIGINAL_STATES.contains(event.state());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message_id", event.key() == null ? String.valueOf(event.notificationId()) : event.key());
    body.put("delivery_status", known ? event.state() : FAILED);
    body.put("recipient", event.recipient());
    put(body, "provider", event.provider());
    put(body, "provider_message_id", event.providerId());
    put(body, "reason", known ? event.reason() : event.state());
    body.put("timestamp", event.at().toString());
    return body;
  }

  private Map<String, Object> ours(StatusEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", String.valueOf(event.notificationId()));
    put(data, "key", event.key());
    data.put("channel", event.channel());
    data.put("recipient", event.recipient());
    data.put("status", event.state());
    put(data, "reason", event.reason());
    put(data, "provider", event.provider());
    put(data, "providerId", event.providerId());
    data.put("attempts", event.attempts());
    data.put("metadata", metadata(event));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "notification.status");
    body.put("timestamp", event.at().toString());
    body.put("data", data);
    return body;
  }

  private Map<String, Object> metadata(StatusEvent event) {
    try {
      return event.metadata() == null || event.metadata().isEmpty() ? Map.of() : json.readValue(event.metadata(), OBJECT);
    } catch (JsonProcessingException e) {
      return Map.of(); // it was an object when it was written
    }
  }

  private static void put(Map<String, Object> body, String name, String value) {
    if (value != null && !value.isEmpty()) {
      body.put(name, value);
    }
  }
}
