package wadi.domain.fraud;

import java.util.Locale;

/** What becomes of a transaction while the windows of the rules cannot be reached. */
public enum WhenUncounted {
  /** The other rules decide alone; the reason is noted. */
  PASS,
  /** Somebody looks at it. */
  REVIEW,
  /** It is stopped. */
  HOLD;

  /** What it adds to the score. */
  public int points(Thresholds thresholds) {
    return switch (this) {
      case PASS -> 0;
      case REVIEW -> thresholds.review();
      case HOLD -> thresholds.held();
    };
  }

  /** The word in properties: pass. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** @param word one of theirs */
  public static WhenUncounted of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
