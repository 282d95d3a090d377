package wadi.camel.notifications;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import wadi.domain.notifications.NotificationRequest;
import wadi.platform.ports.Notifications.Acceptance;

/** Named in YAML as {@code notificationReplies}: what those who ask for notifications are answered. */
public final class NotificationReplies {
  private static final int ACCEPTED = 202;

  /** 202 with its id and where its status stands. */
  public Map<String, Object> accepted(@Variable("request") NotificationRequest request, @Variable("acceptance") Acceptance acceptance,
      @Headers Map<String, Object> headers) {
    headers.put(Exchange.HTTP_RESPONSE_CODE, ACCEPTED);
    headers.put("Location", "/v2/notifications/" + acceptance.id());
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("id", Long.toString(acceptance.id()));
    reply.put("status", "received");
    reply.put("recipients", recipients(request));
    return reply;
  }

  /** How the batch went. */
  public Map<String, Object> batch(@Variable("batch") NotificationBatch.Batch batch, @Headers Map<String, Object> headers) {
    List<Map<String, Object>> results = batch.results();
    long accepted = results.stream().filter(result -> result.get("status").equals(ACCEPTED)).count();
    headers.put(Exchange.HTTP_RESPONSE_CODE, 200);
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("accepted", accepted);
    reply.put("refused", results.size() - accepted);
    reply.put("results", results);
    return reply;
  }

  static List<Map<String, Object>> recipients(NotificationRequest request) {
    return request.recipients().stream().map(recipient -> {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("channel", recipient.reach().channel());
      told.put("to", recipient.to());
      told.put("status", "received");
      return told;
    }).toList();
  }
}
