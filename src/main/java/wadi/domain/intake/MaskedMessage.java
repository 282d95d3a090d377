package wadi.domain.intake;

import java.util.List;

/**
 * A message that may be stored, logged and sent on.
 *
 * @param json the parsed JSON without card numbers: a map, list, string, number, boolean or null
 * @param cards the cards found, the payment's first; empty when there are none
 */
public record MaskedMessage(Object json, List<Card> cards) {
  public MaskedMessage {
    cards = List.copyOf(cards);
  }
}
