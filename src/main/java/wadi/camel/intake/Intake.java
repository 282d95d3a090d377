package wadi.camel.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.camel.UnusableMessage;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;
import wadi.platform.CardKey;
import wadi.platform.http.Problem;
import wadi.platform.ports.Ids;

/** Named in YAML as {@code intake}. */
public final class Intake {
  private static final List<String> REQUIRED = List.of("order", "paymentMethod", "payment");

  private final Ids ids;
  private final Clock clock;
  private final CardKey key;
  private final long limit;

  /** @param limit bytes a message from a broker may have */
  public Intake(Ids ids, Clock clock, CardKey key, long limit) {
    this.ids = ids;
    this.clock = clock;
    this.key = key;
    this.limit = limit;
  }

  /** @throws MessageTooLarge before anything is made of a message that is too large */
  public void limit(@Body Object body) {
    long bytes = body instanceof byte[] raw ? raw.length : body instanceof String text ? text.length() : 0;
    if (bytes > limit) {
      throw new MessageTooLarge(bytes, limit);
    }
  }

  /**
   * The transaction that the rest of the pipeline sees: its id, when and how it came, the cards in it (masked and
   * fingerprinted) and the message as it was sent, masked.
   *
   * @throws UnusableMessage when the message is no object or a key is missing
   */
  public Map<String, Object> accept(@Body Object message, @Variable("transport") String transport) {
    if (!(message instanceof Map<?, ?> object)) {
      throw new UnusableMessage("a transaction", List.of(new Problem.At("", "must be a JSON object")));
    }
    List<Problem.At> missing = new ArrayList<>();
    REQUIRED.stream().filter(name -> !object.containsKey(name)).forEach(name -> missing.add(new Problem.At("/" + name, "is required")));
    if (!missing.isEmpty()) {
      throw new UnusableMessage("a transaction", missing);
    }
    MaskedMessage masked = CardNumbers.mask(object, key::fingerprint);
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("transactionID", ids.next());
    transaction.put("receivedAt", clock.instant());
    transaction.put("transport", transport);
    transaction.put("cards", masked.cards());
    transaction.put("message", masked.json());
    return transaction;
  }

  /** The card of the payment: the first one found. */
  static Card card(Map<String, Object> transaction) {
    List<?> cards = (List<?>) transaction.get("cards");
    return cards.isEmpty() ? null : (Card) cards.get(0);
  }
}
