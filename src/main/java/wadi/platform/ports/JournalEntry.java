package wadi.platform.ports;

import java.time.Instant;

/**
 * One answered transaction, masked.
 *
 * @param status the originals' status number
 * @param reasons JSON array of the verdict's reasons
 * @param shadowReasons JSON array of those of rules that only watch
 * @param tookMicros how long the check took, in microseconds
 * @param cardFingerprint of the payment's card, or null when there is none
 * @param cardBin first six digits of that card, or null when there is none
 * @param body JSON object as it came in, masked
 * @param reservation the idempotency key it answers, or null when there is none
 */
public record JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
    String shadowReasons, String rules, long tookMicros, String cardFingerprint, String cardBin, String body,
    IdempotencyKeys.Reservation reservation) {

  /** Of a verdict without rules that only watch, about no card whose issuer is known. */
  public JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
      String rules, String cardFingerprint, String body, IdempotencyKeys.Reservation reservation) {
    this(id, receivedAt, transport, status, decision, score, reasons, "[]", rules, 0, cardFingerprint, null, body, reservation);
  }

  /** The same without an idempotency key. */
  public JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
      String rules, String cardFingerprint, String body) {
    this(id, receivedAt, transport, status, decision, score, reasons, rules, cardFingerprint, body, null);
  }
}
