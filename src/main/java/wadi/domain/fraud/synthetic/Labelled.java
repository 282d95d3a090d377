package wadi.domain.fraud.synthetic;

import java.time.Instant;
import java.util.Map;

/**
 * A transaction and what is true about it.
 *
 * @param at when it was made, to the millisecond
 * @param fraud whether somebody else than the owner pays
 * @param pattern what it belongs to, such as card-testing or family-card; empty for an everyday purchase
 * @param transaction the message as a producer would send it: maps, texts, numbers; its card number is whole
 */
public record Labelled(Instant at, boolean fraud, String pattern, Map<String, Object> transaction) {
  /** The word in files: fraud or genuine. */
  public String label() {
    return fraud ? "fraud" : "genuine";
  }
}
