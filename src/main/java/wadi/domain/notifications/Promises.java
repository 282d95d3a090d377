package wadi.domain.notifications;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import wadi.domain.delivery.Delivery;

/** The deliveries that a notification promises: one for each recipient. */
public final class Promises {
  private Promises() {}

  /**
   * In the order of the recipients.
   *
   * @param words what it says by each means
   * @param ids a new number with each call
   */
  public static List<Delivery> of(NotificationRequest request, Function<Reach, Words> words, LongSupplier ids) {
    Delivery.Limits limits = new Delivery.Limits(request.notBefore(), request.expiresAt(), Optional.empty());
    String sourceId = Long.toString(request.id());
    Map<Reach, Map<String, Object>> payloads = new LinkedHashMap<>();
    request.reaches().forEach(reach -> payloads.put(reach, payload(request, reach, words.apply(reach))));
    return request.recipients().stream().map(recipient -> new Delivery(ids.getAsLong(), Notification.SOURCE, sourceId, recipient.reach().channel(), recipient.to(),
        request.urgency(), 0, request.receivedAt(), payloads.get(recipient.reach()), limits)).toList();
  }

  private static Map<String, Object> payload(NotificationRequest request, Reach reach, Words words) {
    Map<String, Object> payload = new LinkedHashMap<>();
    switch (reach) {
      case EMAIL -> {
        payload.put("subject", words.subject());
        payload.put("text", words.text());
        putUnlessEmpty(payload, "html", words.html());
      }
      case SMS -> payload.put("text", words.text());
      case PUSH -> {
        putUnlessEmpty(payload, "title", words.subject());
        payload.put("text", words.text());
        if (!request.data().isEmpty()) {
          payload.put("data", request.data());
        }
      }
      case WEBHOOK -> {
        payload.put("body", event(request, words));
        payload.put("client", request.client());
      }
      case SLACK -> {
        payload.put("body", Map.of("text", words.text()));
        payload.put("client", request.client());
      }
    }
    return payload;
  }

  /** In the shape that Standard Webhooks recommends. */
  private static Map<String, Object> event(NotificationRequest request, Words words) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", Long.toString(request.id()));
    putUnlessEmpty(data, "subject", words.subject());
    data.put("text", words.text());
    putUnlessEmpty(data, "html", words.html());
    if (!request.metadata().isEmpty()) {
      data.put("metadata", request.metadata());
    }
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "notification");
    event.put("timestamp", request.receivedAt().toString());
    event.put("data", data);
    return event;
  }

  private static void putUnlessEmpty(Map<String, Object> members, String name, String value) {
    if (!value.isEmpty()) {
      members.put(name, value);
    }
  }
}
