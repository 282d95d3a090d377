package wadi.platform.ports;

import java.time.Instant;
import java.util.Optional;

/**
 * A transaction that was answered before, as the journal keeps it.
 *
 * @param receivedAt when it came in
 * @param body JSON object as it came in, masked
 * @param fingerprint of the payment's card
 * @param bin first six digits of the payment's card; empty with rows of versions that did not keep it
 */
public record PastTransaction(Instant receivedAt, String body, Optional<String> fingerprint, Optional<String> bin) {}
