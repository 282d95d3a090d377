package wadi.camel.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.domain.alerting.Severity;
import wadi.domain.delivery.SmsText;

/** For channels that carry one text. Named in YAML as {@code messages}. */
public final class Messages {
  private final Duration usefulFor;

  /** @param usefulFor an alert that could not leave within this time of being raised is not sent any more; zero: never too late */
  public Messages(Duration usefulFor) {
    this.usefulFor = usefulFor;
  }

  /** The delivery that promises this alert, in this wording, to one recipient; its payload is {@code {"text": ...}}. */
  public Map<String, Object> promise(@Body String recipient, @Variable("alert") Map<String, Object> alert,
      @Variable("severity") String severity, @Variable("text") String text) {
    return delivery(recipient, alert, severity, Map.of("text", text), usefulFor);
  }

  /** The text without the line break that its file ends with. */
  public String withoutLineEnd(@Variable("text") String text) {
    return text.strip();
  }

  /** As much of the text as one SMS holds. */
  public String fitOneSms(@Variable("text") String text) {
    return SmsText.fit(text);
  }

  static Map<String, Object> delivery(String recipient, Map<String, Object> alert, String severity, Map<String, Object> payload,
      Duration usefulFor) {
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("source", "alert");
    delivery.put("sourceId", alert.get("alertId"));
    delivery.put("recipient", recipient);
    delivery.put("urgency", Severity.of(severity).urgency());
    delivery.put("payload", payload);
    if (!usefulFor.isZero() && alert.get("raisedAt") instanceof String raisedAt) {
      delivery.put("expiresAt", Instant.parse(raisedAt).plus(usefulFor).toString());
    }
    return delivery;
  }
}
