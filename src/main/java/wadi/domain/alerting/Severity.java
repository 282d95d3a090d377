package wadi.domain.alerting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad an alert is, and with it how soon it must leave. */
public enum Severity {
  LOW(50),
  NORMAL(100),
  HIGH(150),
  CRITICAL(200);

  private final int urgency;

  Severity(int urgency) {
    this.urgency = urgency;
  }

  /** Place in the order of sending, on a scale of 0 to 255; higher leaves first. */
  public int urgency() {
    return urgency;
  }

  /** The word in messages: low, normal, high or critical. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity of a word, if there is one. */
  public static Optional<Severity> find(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }

  /**
   * The severity of a word.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Severity of(String word) {
    return find(word).orElseThrow(() -> new IllegalArgumentException("there is no severity \"" + word + "\""));
  }
}
