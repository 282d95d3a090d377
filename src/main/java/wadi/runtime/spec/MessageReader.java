package wadi.runtime.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wadi.camel.intake.JsonReader;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;
import wadi.domain.intake.UnusableNumber;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.ops.Unexplainable;

/** Reads what somebody wants explained, as the intake would. */
final class MessageReader {
  private static final List<String> OF_TRANSACTION = List.of("order", "paymentMethod", "payment");
  private static final List<String> OF_ALERT = List.of("alertId", "severity", "message");
  private static final String ID = "alertId";
  private static final List<String> IDS = List.of(ID, "transactionID", "incidentId", "siteId");

  private final ObjectMapper json;

  MessageReader(Settings settings) {
    this.json = JsonReader.create(settings.number("intake.json.max-depth", 4, 1_000), settings.number("intake.json.max-tokens", 100, 1_000_000));
  }

  /**
   * A transaction or an alert.
   *
   * @param raw as it was given; an alert without a number has one
   * @param content the same, masked
   * @param cards those in it
   */
  record Message(boolean isTransaction, Map<String, Object> raw, Map<String, Object> content, List<Card> cards) {}

  /** @throws Unexplainable when it is neither */
  Message read(String text, CardKey key) {
    Map<String, Object> raw = object(text);
    boolean alert = OF_ALERT.stream().anyMatch(raw::containsKey);
    boolean transaction = raw.containsKey("order") || raw.containsKey("payment") || !alert && raw.containsKey("paymentMethod"); // alerts have that too
    if (!transaction && !alert) {
      throw new Unexplainable("is neither a transaction, which has " + String.join(", ", OF_TRANSACTION) + ", nor an alert, which has alertId or severity");
    }
    if (!transaction && !raw.containsKey("message")) {
      raw.putIfAbsent(ID, PortRecorders.FIRST_ID);
    }
    return masked(transaction, raw, key);
  }

  @SuppressWarnings("unchecked")
  private static Message masked(boolean transaction, Map<String, Object> raw, CardKey key) {
    try {
      MaskedMessage masked = CardNumbers.mask(raw, key::fingerprint);
      Map<String, Object> content = new LinkedHashMap<>((Map<String, Object>) masked.json());
      if (!transaction) {
        IDS.stream().filter(name -> raw.get(name) instanceof Integer || raw.get(name) instanceof Long).forEach(name -> content.put(name, raw.get(name))); // no cards
      }
      return new Message(transaction, raw, content, masked.cards());
    } catch (UnusableNumber e) {
      throw new Unexplainable("has a number that is out of range at " + e.pointer());
    }
  }

  private Map<String, Object> object(String text) {
    if (text.isBlank()) {
      throw new Unexplainable("is empty");
    }
    try {
      return json.readerForMapOf(Object.class).readValue(text);
    } catch (StreamConstraintsException e) {
      throw new Unexplainable("is nested too deeply, has too many parts, or a part that is too long");
    } catch (MismatchedInputException e) {
      throw new Unexplainable(e.getMessage().contains("Trailing token") ? "has something behind the end of its JSON object" + at(e) : "is no JSON object");
    } catch (JsonProcessingException e) {
      throw new Unexplainable("is not JSON" + at(e));
    }
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at line %d, column %d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
