package wadi.platform.ports;

import java.time.Instant;

/** Where every alert raised is kept. */
public interface AlertJournal {
  /**
   * Written with the transaction of this thread.
   *
   * @param transactionId what it is about, or null
   * @param body the alert as JSON
   */
  void store(long id, Long transactionId, String kind, String severity, Instant raisedAt, String body);
}
