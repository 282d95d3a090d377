package wadi.platform.ports;

import java.time.Instant;

/**
 * One answered transaction, masked.
 *
 * @param status the originals' status number
 * @param reasons JSON array of the verdict's reasons
 * @param cardFingerprint of the payment's card, or null when there is none
 * @param body JSON object as it came in, masked
 */
public record JournalEntry(long id, Instant receivedAt, String transport, int status, String decision, int score, String reasons,
    String rules, String cardFingerprint, String body) {}
