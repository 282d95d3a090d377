package wadi.domain.fraud;

import java.util.Locale;

/** What becomes of a transaction: it passes, it passes but somebody should look, or it is stopped. */
public enum Decision {
  CLEAN,
  REVIEW,
  HELD;

  /** The word in messages: clean, review or held. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
