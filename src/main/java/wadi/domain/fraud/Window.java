package wadi.domain.fraud;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A sliding window in which rules count. Two that differ in anything are two windows, and each begins empty.
 *
 * @param id as rules name it, such as card_10m
 * @param key whose transactions are counted together
 * @param length how far back it reaches: 1 minute to 30 days, in whole minutes
 * @param distinct of what it also counts how many different ones a key had; empty for none
 */
public record Window(String id, Key key, Duration length, Optional<Key> distinct) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(30);

  /** @throws IllegalArgumentException when the length is none of these */
  public Window {
    boolean wholeMinutes = length.equals(Duration.ofMinutes(length.toMinutes()));
    if (!wholeMinutes || length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window reaches back 1 minute to 30 days in whole minutes, not " + length);
    }
  }

  /** One that only counts and sums. */
  public Window(String id, Key key, Duration length) {
    this(id, key, length, Optional.empty());
  }

  /** What a window counts apart, or tells apart within a key. */
  public enum Key {
    /** The payment's card, by its fingerprint. */
    CARD,
    /** Who pays, by the producer's own id. */
    CUSTOMER,
    /** The customer's mail address, in lower case. */
    EMAIL,
    /** The internet address the customer came from. */
    IP,
    /** The card's issuer, by its first six digits. */
    BIN,
    /** Where the customer is, as two letters. */
    COUNTRY;

    /** The word in rules and metrics: card. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
