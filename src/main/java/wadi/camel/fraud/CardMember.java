package wadi.camel.fraud;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import wadi.domain.intake.Card;

/**
 * The cards of a transaction as the member {@code cards} of a fraud check's request. Between two of ours the message is masked;
 * fingerprints let the rules still tell one card from another.
 */
final class CardMember {
  private static final Pattern MASKED = Pattern.compile("\\d{6}\\*{1,9}\\d{4}");
  private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9_-]{8,64}");
  private static final int MOST = 100;

  private CardMember() {}

  static List<Map<String, Object>> write(List<Card> cards) {
    return cards.stream().<Map<String, Object>>map(card -> Map.of("masked", card.masked(), "fingerprint", card.fingerprint(), "luhn", card.luhn())).toList();
  }

  /** Those of them that we would write. */
  static List<Card> read(Object member) {
    return member instanceof List<?> list && list.size() <= MOST ? list.stream().flatMap(item -> card(item).stream()).toList() : List.of();
  }

  private static List<Card> card(Object item) {
    return item instanceof Map<?, ?> map && map.get("masked") instanceof String masked && MASKED.matcher(masked).matches()
        && map.get("fingerprint") instanceof String fingerprint && FINGERPRINT.matcher(fingerprint).matches() && map.get("luhn") instanceof Boolean luhn
            ? List.of(new Card(masked, masked.substring(0, 6), masked.substring(masked.length() - 4), fingerprint, luhn)) : List.of();
  }
}
