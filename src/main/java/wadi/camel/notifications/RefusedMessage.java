package wadi.camel.notifications;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the old API answers when it does not take a message. */
public final class RefusedMessage extends RuntimeException {
  private final int status;
  private final transient Map<String, Object> body;

  private RefusedMessage(int status, Map<String, Object> body) {
    super("HTTP " + status);
    this.status = status;
    this.body = body;
  }

  static RefusedMessage detail(int status, String text) {
    return new RefusedMessage(status, Map.of("detail", text));
  }

  /** @param faults by field, in the order of the fields */
  static RefusedMessage fields(Map<String, ?> faults) {
    return new RefusedMessage(400, new LinkedHashMap<>(faults));
  }

  static RefusedMessage whole(String fault) {
    return fields(Map.of("non_field_errors", List.of(fault)));
  }

  /** Of a messageId that was used. */
  static RefusedMessage repeated(String messageId) {
    return detail(409, "A message with messageId=`" + messageId + "` has already been received");
  }

  static RefusedMessage pair(String channel, String messageType) {
    return new RefusedMessage(400, Map.of("details", "channel `" + channel + "` and message type `" + messageType + "` not supported"));
  }

  int status() {
    return status;
  }

  Map<String, Object> body() {
    return body;
  }
}
