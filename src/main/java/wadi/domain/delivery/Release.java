package wadi.domain.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When the credits of a budget may be used. */
public enum Release {
  /** As soon as there is a message for them. */
  IMMEDIATE,
  /** Spread over each window: after a third of an hour, a third of its credits. */
  STEADY,
  /** On the hour, for the most urgent messages then known; the others wait for the next hour. */
  HOURLY;

  /** The release of a word, if there is one. */
  public static Optional<Release> find(String word) {
    return Arrays.stream(values()).filter(release -> release.word().equals(word)).findFirst();
  }

  /** The word in properties: immediate, steady or hourly. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
