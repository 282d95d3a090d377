package wadi.domain.intake;

import java.util.function.Function;

/**
 * Takes card numbers out of messages and texts, so that they may be stored, logged and sent on (PCI DSS 4.0.1, 3.3 to 3.5).
 *
 * <p>What is hidden shows its first six and last four digits: {@code 411111******1111}.
 *
 * <ol>
 *   <li>Below a name that speaks of a card (card, cardNumber, pan, creditCard, accountNumber...) every value with 12 to 19
 *       digits is hidden, whatever its check digit and whatever stands between the digits; of a longer one every run of 12.
 *       Only dates with a time (2026-11-20T12:38:00Z) stay.
 *   <li>Everywhere else, in names too, every run of 13 or more digits is hidden, whatever its check digit: decimal digits of
 *       any script, with up to three separators between two of them (space, dash, dot, slash, comma, underscore, invisible
 *       characters). These stay: a lone number of 13 digits that begins with 1 (milliseconds since 1970; no issuer has
 *       such numbers); a UUID; a run of groups that touches a letter (order numbers), unless it is grouped like a card and its
 *       check digit is right. In a JSON number the decimal point parts; more than 12 decimals are rounded to 12 digits.
 *   <li>A number that stood in a card field is hidden wherever its digits follow each other in the same message, whatever
 *       stands between them.
 *   <li>Card verification codes, PINs and track data become {@code ***}.
 * </ol>
 *
 * <p>The list of cards has every number of a card field, and elsewhere those whose check digit is right.
 *
 * <p>The copy also suits PostgreSQL's jsonb: U+0000 and half surrogate pairs become U+FFFD. Two names that look alike once
 * masked get a suffix: {@code 411111******1111 (2)}.
 */
public final class CardNumbers {
  private CardNumbers() {}

  /**
   * Copies a message without its card numbers.
   *
   * @param json parsed JSON: maps, lists, strings, numbers, booleans, nulls; nested no deeper than the stack allows
   * @param fingerprint keyed hash of a number's bare digits
   * @throws UnusableNumber when a number's exponent is beyond 1000 or it is not finite
   */
  public static MaskedMessage mask(Object json, Function<String, String> fingerprint) {
    KnownCards named = new KnownCards();
    FoundCards found = new FoundCards();
    TextMask first = new TextMask(new KnownCards(), named, found);
    Object copy = new MaskingPass(first).value(json, Place.TOP);
    if (first.needsSecondReading()) {
      copy = new MaskingPass(new TextMask(named, new KnownCards(), new FoundCards())).value(json, Place.TOP);
    }
    return new MaskedMessage(copy, found.list(fingerprint));
  }

  /** The same rules for a text without fields: an error message, a log line. */
  public static String maskText(String text) {
    return new TextMask(new KnownCards(), new KnownCards(), new FoundCards()).text(text, Place.TOP);
  }
}
