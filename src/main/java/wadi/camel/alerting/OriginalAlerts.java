package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.camel.UnusableMessage;
import wadi.domain.alerting.Severity;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.CardNumbers;
import wadi.platform.Settings;
import wadi.platform.http.Problem;
import wadi.platform.ports.Ids;

/**
 * Named in YAML as {@code originalAlerts}: the messages that the original orders service sends to alertman, both ways.
 * {@code {"message": {"alertTypes": ["sms", "email"], "message": ...}}}, where the inner message is a text or any JSON.
 */
public final class OriginalAlerts {
  private static final String MESSAGE = "message";
  private static final String TYPES = "alertTypes";
  private static final int ALERT_INITIATED = 13;

  private final Ids ids;
  private final Clock clock;
  private final boolean wanted;
  private final String subject;
  private final ObjectMapper json;

  public OriginalAlerts(Ids ids, Clock clock, Settings settings, ObjectMapper json) {
    this.ids = ids;
    this.clock = clock;
    this.json = json;
    this.wanted = settings.flag("alerting.compatible-publish");
    this.subject = settings.text("alerting.alertman.subject");
  }

  /** Whether the message has this form rather than ours. */
  public boolean isOne(@Body Object body) {
    return body instanceof Map<?, ?> map && map.get(MESSAGE) instanceof Map<?, ?> inner && inner.containsKey(TYPES);
  }

  /**
   * Our alert for it, of high severity, cards masked. A text is sent as it is, of a
   * transaction people read what our wording takes, and anything else as JSON.
   *
   * @throws UnusableMessage when the types are no list of words
   */
  public Map<String, Object> read(@Body Map<String, Object> message) throws JsonProcessingException {
    Map<?, ?> inner = (Map<?, ?>) CardNumbers.mask(message.get(MESSAGE), digits -> "").json();
    if (!(inner.get(TYPES) instanceof List<?> types) || types.isEmpty() || !types.stream().allMatch(String.class::isInstance)) {
      throw new UnusableMessage("an alert", List.of(new Problem.At("/message/alertTypes", "must be a list of words")));
    }
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alertId", ids.next());
    alert.put("severity", Severity.HIGH.word());
    alert.put("raisedAt", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    alert.put("subject", subject);
    Object content = inner.get(MESSAGE);
    if (content instanceof Map<?, ?> map && map.get("Transaction") instanceof Map<?, ?> transaction) {
      transaction(alert, transaction);
    } else {
      alert.put("kind", "text");
      alert.put("text", content instanceof String text ? text : json.writeValueAsString(content));
    }
    return alert;
  }

  private static void transaction(Map<String, Object> alert, Map<?, ?> transaction) {
    Map<?, ?> payment = transaction.get("payment") instanceof Map<?, ?> map ? map : Map.of();
    alert.put("kind", "fraud");
    alert.put("decision", "held");
    alert.put("transactionID", Alerts.scalar(transaction.get("transactionID")));
    alert.put("receivedAt", transaction.get("transactionStartTime") instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()).toString() : "unknown");
    alert.put("amount", Alerts.scalar(payment.get("amount")));
    alert.put("currency", Alerts.scalar(payment.get("currency")));
    alert.put("paymentMethod", Alerts.scalar(transaction.get("paymentMethod")));
    alert.put("card", Alerts.scalar(payment.get("card")));
    alert.put("reasons", new ArrayList<>(List.of(Map.of("code", "ORIGINAL", "text", "an original service found it fraudulent"))));
  }

  /** Whether held transactions are told to an alertman behind us, too. */
  public boolean isWanted(@Variable("verdict") Verdict verdict) {
    return wanted && verdict.fraudulent();
  }

  /** What the original orders service would have sent about this transaction, its cards masked. */
  public Map<String, Object> describe(@Body Map<String, Object> transaction) {
    Map<?, ?> message = (Map<?, ?>) transaction.get(MESSAGE);
    long receivedAt = Instant.parse(transaction.get("receivedAt").toString()).toEpochMilli();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("transactionID", transaction.get("transactionID"));
    told.put("userID", receivedAt); // the original's clock, not a customer
    told.put("order", message.get("order"));
    told.put("paymentMethod", message.get("paymentMethod"));
    told.put("payment", message.get("payment"));
    told.put("status", ALERT_INITIATED);
    told.put("fraudStatus", true);
    told.put("transactionStartTime", receivedAt);
    told.put("transactionEndTime", null);
    return Map.of(MESSAGE, Map.of(TYPES, List.of("sms", "email"), MESSAGE, Map.of("Transaction", told)));
  }
}
