package wadi.domain.intake;

import java.util.List;
import java.util.function.Consumer;

/** Finds the runs of digits that must be hidden because of how they look, and names the card numbers in them. */
final class CardRuns {
  private final DigitText text;
  private final boolean cardField;
  private final int shortest;
  private final List<Span> spans;
  private final Consumer<String> cards;

  /**
   * @param cardField below a name that speaks of a card nothing is forgiven: no time stamps, no letters, 12 digits do
   * @param spans takes the digits to hide
   * @param cards takes the bare digits of each card recognised
   */
  CardRuns(DigitText text, boolean cardField, List<Span> spans, Consumer<String> cards) {
    this.text = text;
    this.cardField = cardField;
    this.shortest = cardField ? 12 : 13;
    this.spans = spans;
    this.cards = cards;
  }

  void find() {
    for (int from = 0, to; from < text.length(); from = to) {
      to = text.runEnd(from);
      if (to - from >= shortest) run(from, to);
    }
  }

  /** A group that is surely a card by itself is cut out ("12, 4111111111111111, 3"), unless the whole run is one. */
  private void run(int from, int to) {
    if (card(from, to) && !text.touchesLetter(from, to)) {
      hide(from, to);
      return;
    }
    int rest = from;
    for (int group = from, end; group < to; group = end) {
      end = text.groupEnd(group);
      if (card(group, end)) {
        part(rest, group);
        hide(group, end);
        rest = end;
      }
    }
    part(rest, to);
  }

  private void part(int from, int to) {
    if (to - from < shortest || !cardField && onlyTimestamps(from, to)) return;
    boolean contiguous = text.groupEnd(from) >= to;
    if (contiguous || cardField || !text.touchesLetter(from, to) || printedLikeCard(from, to)) hide(from, to);
    else hideLongGroups(from, to);
  }

  private void hideLongGroups(int from, int to) {
    for (int group = from, end; group < to; group = end) {
      end = text.groupEnd(group);
      if (end - group >= shortest && !onlyTimestamps(group, end)) hide(group, end);
    }
  }

  /** In a card field the number is a card whatever its check digit; elsewhere only a right one makes it a card. */
  private void hide(int from, int to) {
    spans.add(new Span(from, to));
    boolean whole = card(from, to) || cardField && text.groupEnd(from) >= to;
    boolean fits = to - from <= KnownCards.LONGEST;
    if (whole && fits) found(from, to);
    else if (!nameCardsIn(from, to) && cardField && fits) found(from, to);
  }

  /** Looks for whole groups that make a card with a right check digit: "4111 1111 1111 1111 12/27". */
  private boolean nameCardsIn(int from, int to) {
    boolean any = false;
    for (int group = from, next; group < to; group = next) {
      next = text.groupEnd(group);
      int end = cardEnd(group, to);
      if (end > 0) {
        found(group, end);
        any = true;
        next = end;
      }
    }
    return any;
  }

  /** End of the card that starts with this group, or 0: sixteen digits rather than any other number of them. */
  private int cardEnd(int from, int limit) {
    int best = 0;
    for (int end = text.groupEnd(from); end <= limit && end - from <= KnownCards.LONGEST; end = text.groupEnd(end)) {
      if (card(from, end) && best - from != 16) best = end;
      if (end == limit) break;
    }
    return best;
  }

  private void found(int from, int to) {
    cards.accept(text.digits.substring(from, to));
  }

  private boolean card(int from, int to) {
    int length = to - from;
    return length >= 13 && length <= KnownCards.LONGEST && Luhn.holds(text.digits, from, to) && !onlyTimestamps(from, to);
  }

  /** Thirteen digits that begin with 1: milliseconds since 1970 (2001 to 2033); no issuer has such numbers. */
  private boolean onlyTimestamps(int from, int to) {
    for (int group = from, end; group < to; group = end) {
      end = text.groupEnd(group);
      if (end - group != 13 || text.digits.charAt(group) != '1') return false;
    }
    return true;
  }

  /** Groups of four or more with a right check digit: a card although a letter touches it ("VISA4111 1111 1111 1111"). */
  private boolean printedLikeCard(int from, int to) {
    for (int group = from, end; group < to; group = end) {
      end = text.groupEnd(group);
      if (end - group < (end == to ? 3 : 4)) return false;
    }
    return card(from, to);
  }
}
