package wadi.camel.delivery;

import java.time.Clock;

/** What a failure to send means, in the words that stand beside deliveries. */
public final class SendVerdict {
  private SendVerdict() {}

  /** For example {@code refused: 550 5.1.1 no such user}. */
  public static String of(Exception failure, Clock clock) {
    return SendFailures.failure(failure, clock.instant()).inWords();
  }
}
