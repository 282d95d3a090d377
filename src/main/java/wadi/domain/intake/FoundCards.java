package wadi.domain.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The card numbers of one message while it is being read, each once, with the best rank it was seen at. */
final class FoundCards {
  private final Map<String, Integer> ranks = new LinkedHashMap<>();

  void add(String digits, int rank) {
    ranks.merge(digits, rank, Math::min);
  }

  /** The cards by rank, then those with a right check digit, then in the order of the message. */
  List<Card> list(Function<String, String> fingerprint) {
    record Ranked(Card card, int rank) {}
    List<Ranked> cards = new ArrayList<>(ranks.size());
    ranks.forEach((digits, rank) -> cards.add(new Ranked(card(digits, fingerprint), rank)));
    cards.sort(Comparator.comparingInt(Ranked::rank).thenComparing(found -> !found.card.luhn()));
    return cards.stream().map(Ranked::card).toList();
  }

  private static Card card(String digits, Function<String, String> fingerprint) {
    String lastFour = digits.substring(digits.length() - 4);
    return new Card(DigitText.masked(digits), digits.substring(0, 6), lastFour, fingerprint.apply(digits), Luhn.holds(digits));
  }
}
