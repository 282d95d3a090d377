package wadi.domain.intake;

import java.util.ArrayList;
import java.util.List;

/** Hides the card numbers of one text and notes them; a text with fewer than twelve digits is only scanned. */
final class TextMask {
  private final KnownCards known;
  private final KnownCards named;
  private final FoundCards found;
  private final List<DigitText> shown = new ArrayList<>();

  /**
   * @param known the numbers to hide in every form, from an earlier reading of the same message
   * @param named takes the numbers that stand in card fields
   * @param found takes every card
   */
  TextMask(KnownCards known, KnownCards named, FoundCards found) {
    this.known = known;
    this.named = named;
    this.found = found;
  }

  /** Whether a number that was named later may still stand in a text that was read before. */
  boolean needsSecondReading() {
    return shown.stream().anyMatch(named::standsIn);
  }

  String text(String raw, Place place) {
    int scan = StorableText.scan(raw);
    String text = StorableText.repaired(raw, scan);
    int count = StorableText.digits(scan);
    if (count < KnownCards.SHORTEST) return text;
    DigitText digits = new DigitText(text, count);
    List<Span> spans = new ArrayList<>(2);
    if (!place.namesCard()) new CardRuns(digits, false, spans, card -> found.add(card, Place.BY_PATTERN)).find();
    else if (!Timestamps.iso(text)) cardField(digits, place, spans);
    return hidden(digits, spans);
  }

  /** Hides only what a card field of this message named: for numbers whose look says that they are none. */
  String onlyKnown(String plain) {
    DigitText digits = new DigitText(plain, StorableText.digits(StorableText.scan(plain)));
    return hidden(digits, new ArrayList<>(2));
  }

  private void cardField(DigitText digits, Place place, List<Span> spans) {
    int count = digits.length();
    if (count <= KnownCards.LONGEST) {
      spans.add(new Span(0, count));
      boolean oneRun = digits.runEnd(0) == count;
      name(digits.digits.toString(), place.rank() + (oneRun ? 0 : Place.ODD));
      return;
    }
    new CardRuns(digits, true, spans, card -> name(card, place.rank())).find();
    int shown = count - Span.total(spans);
    if (shown >= KnownCards.SHORTEST) spans.add(new Span(0, count));
  }

  private void name(String digits, int rank) {
    named.add(digits);
    found.add(digits, rank);
  }

  private String hidden(DigitText digits, List<Span> spans) {
    known.find(digits, spans);
    List<Span> merged = Span.merged(spans);
    if (digits.length() > Span.total(merged)) shown.add(digits);
    return merged.isEmpty() ? digits.text : digits.hiding(merged);
  }
}
