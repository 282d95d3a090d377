package wadi.domain.fraud.backtest;

import java.util.Locale;

/** What is known to be true about a transaction. */
public enum Label {
  FRAUD,
  GENUINE,
  /** The file does not say. */
  UNKNOWN;

  /** The word in files and reports: fraud. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
