package wadi.camel.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import wadi.domain.alerting.Severity;

/**
 * A delivery as FCM's {@code Message}. Each platform has its own words for how urgent it is, and until when it is of use. A message that
 * comes twice replaces itself: its tag is the delivery's number.
 */
final class FcmMessage {
  /** Of text and data together, keys included. */
  private static final int MOST_BYTES = 4_096;
  private static final Duration LONGEST = Duration.ofDays(28);

  private FcmMessage() {}

  static Map<String, Object> of(Map<String, Object> delivery, Instant now) {
    Map<?, ?> payload = delivery.get("payload") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> notification = new LinkedHashMap<>();
    if (payload.get("title") instanceof String title && !title.isEmpty()) {
      notification.put("title", title);
    }
    notification.put("body", String.valueOf(payload.get("text")));
    Map<String, Object> data = new LinkedHashMap<>();
    if (payload.get("data") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> data.put(String.valueOf(key), String.valueOf(value)));
    }
    long bytes = bytes(notification.values().toArray()) + bytes(data.keySet().toArray()) + bytes(data.values().toArray());
    if (bytes > MOST_BYTES) {
      throw new SendRefused("title, text and data are %d bytes together; FCM takes %d".formatted(bytes, MOST_BYTES));
    }
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("token", String.valueOf(delivery.get("recipient")));
    message.put("notification", notification);
    if (!data.isEmpty()) {
      message.put("data", data);
    }
    platforms(message, delivery, now);
    return message;
  }

  private static void platforms(Map<String, Object> message, Map<String, Object> delivery, Instant now) {
    boolean high = delivery.get("urgency") instanceof Number urgency && urgency.intValue() >= Severity.HIGH.urgency();
    String tag = "wadi-" + delivery.get("id");
    Map<String, Object> android = new LinkedHashMap<>();
    Map<String, Object> apns = new LinkedHashMap<>();
    Map<String, Object> web = new LinkedHashMap<>();
    android.put("priority", high ? "HIGH" : "NORMAL");
    apns.put("apns-priority", high ? "10" : "5");
    web.put("Urgency", high ? "high" : "normal");
    if (delivery.get("expiresAt") instanceof String at) {
      Instant end = Instant.parse(at);
      Duration left = Duration.between(now, end);
      long seconds = (left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left).toSeconds();
      android.put("ttl", seconds + "s");
      apns.put("apns-expiration", Long.toString(end.getEpochSecond()));
      web.put("TTL", Long.toString(seconds));
    }
    android.put("notification", Map.of("tag", tag));
    apns.put("apns-collapse-id", tag);
    message.put("android", android);
    message.put("apns", Map.of("headers", apns));
    message.put("webpush", Map.of("headers", web, "notification", Map.of("tag", tag)));
  }

  private static long bytes(Object[] texts) {
    long sum = 0;
    for (Object text : texts) {
      sum += String.valueOf(text).getBytes(StandardCharsets.UTF_8).length;
    }
    return sum;
  }
}
