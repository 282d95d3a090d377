package wadi.platform.ports;

import java.time.Instant;

/**
 * One answered transaction, masked.
 *
 * @param status the originals' status number
 * @param reasons JSON array of the verdict's reasons
 * @param cardFingerprint of the payment's card, or null when there is none
 * @param body JSON object as it came in, masked
 * @param reservation the idempotency key it answers, or null when there is none
 */
public record JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
    String rules, String cardFingerprint, String body, IdempotencyKeys.Reservation reservation) {

  /** Without an idempotency key. */
  public JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
      String rules, String cardFingerprint, String body) {
    this(id, receivedAt, transport, status, decision, score, reasons, rules, cardFingerprint, body, null);
  }
}
