package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.camel.UnusableMessage;
import wadi.camel.fraud.VerdictMember;
import wadi.domain.alerting.Severity;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;
import wadi.platform.http.Problem;
import wadi.platform.ports.AlertJournal;
import wadi.platform.ports.Ids;

/** Named in YAML as {@code alerts}. */
public final class Alerts {
  private static final String KIND = "fraud";
  private static final String ID = "alertId";
  private static final List<String> IDS = List.of(ID, "transactionID", "incidentId", "siteId");
  private static final int LONGEST = 64;

  private final Ids ids;
  private final Clock clock;
  private final AlertJournal journal;
  private final ObjectMapper json;

  public Alerts(Ids ids, Clock clock, AlertJournal journal, ObjectMapper json) {
    this.ids = ids;
    this.clock = clock;
    this.journal = journal;
    this.json = json;
  }

  /** The alert a screened transaction raises: JSON values only, as it travels. */
  public Map<String, Object> describe(@Body Map<String, Object> transaction, @Variable("verdict") Verdict verdict,
      @Variable("severity") String severity) {
    Instant raisedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<?, ?> message = (Map<?, ?>) transaction.get("message");
    Map<?, ?> payment = message.get("payment") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alertId", ids.next());
    alert.put("kind", KIND);
    alert.put("severity", severity);
    alert.put("decision", verdict.decision().word());
    alert.put("transactionID", transaction.get("transactionID"));
    alert.put("receivedAt", transaction.get("receivedAt").toString());
    alert.put("raisedAt", raisedAt.toString());
    alert.put("amount", scalar(payment.get("amount")));
    alert.put("currency", scalar(payment.get("currency")));
    alert.put("paymentMethod", scalar(message.get("paymentMethod")));
    alert.put("card", maskedCard(transaction));
    fingerprint(transaction).ifPresent(card -> alert.put("cardFingerprint", card));
    alert.put("score", verdict.score());
    alert.put("reasons", VerdictMember.write(verdict.reasons()));
    alert.put("shadowReasons", VerdictMember.write(verdict.shadowReasons()));
    alert.put("rules", verdict.rules());
    alert.put("tookMicros", VerdictMember.micros(verdict.took()));
    return alert;
  }

  /** Writes the alert down with the transaction of this thread. */
  public void store(@Variable("alert") Map<String, Object> alert) throws JsonProcessingException {
    journal.store((Long) alert.get("alertId"), (Long) alert.get("transactionID"), KIND, (String) alert.get("severity"),
        Instant.parse((String) alert.get("raisedAt")), json.writeValueAsString(alert));
  }

  /**
   * An alert of ours as others may raise it: masked, with what is missing filled in.
   *
   * @throws UnusableMessage when it is no object with a whole number as its alertId
   */
  public Map<String, Object> accept(@Body Object body) {
    if (!(body instanceof Map<?, ?> given)) {
      throw new UnusableMessage("an alert", List.of(new Problem.At("", "must be a JSON object")));
    }
    if (!(given.get(ID) instanceof Integer || given.get(ID) instanceof Long)) {
      throw new UnusableMessage("an alert", List.of(new Problem.At("/" + ID, "must be a whole number")));
    }
    Map<String, Object> alert = new LinkedHashMap<>();
    ((Map<?, ?>) CardNumbers.mask(given, digits -> "").json()).forEach((name, value) -> alert.put((String) name, value));
    IDS.stream().filter(name -> given.get(name) instanceof Integer || given.get(name) instanceof Long).forEach(name -> alert.put(name, given.get(name))); // long numbers that are no cards
    alert.putIfAbsent("kind", KIND);
    if (Severity.find(String.valueOf(alert.get("severity"))).isEmpty()) {
      alert.put("severity", Severity.HIGH.word()); // rather too loud than too late
    }
    if (!isTime(alert.get("raisedAt"))) {
      alert.put("raisedAt", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }
    return alert;
  }

  private static boolean isTime(Object value) {
    try {
      return value instanceof String text && Instant.parse(text) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Writes the alert down, if it is not yet, with the transaction of this thread. */
  public void keep(@Body Map<String, Object> alert) throws JsonProcessingException {
    Long transaction = alert.get("transactionID") instanceof Number id ? Long.valueOf(id.longValue()) : null;
    journal.store(((Number) alert.get(ID)).longValue(), transaction, String.valueOf(alert.get("kind")), Severity.of(String.valueOf(alert.get("severity"))).word(),
        Instant.parse((String) alert.get("raisedAt")), json.writeValueAsString(alert));
  }

  private static String maskedCard(Map<String, Object> transaction) {
    List<?> cards = (List<?>) transaction.get("cards");
    return cards.isEmpty() ? "unknown" : ((Card) cards.get(0)).masked();
  }

  private static Optional<String> fingerprint(Map<String, Object> transaction) {
    return ((List<?>) transaction.get("cards")).stream().findFirst().map(card -> ((Card) card).fingerprint());
  }

  /** Producers may send any JSON here; people read one short line of it, so that nobody can write lines of ours. */
  static String scalar(Object value) {
    if (!(value instanceof String || value instanceof Number)) {
      return "unknown";
    }
    String line = value.toString().replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
