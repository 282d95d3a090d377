package wadi.domain.delivery;

import java.time.Instant;
import java.util.Map;

/**
 * A message promised to one recipient.
 *
 * @param id its own number
 * @param source what kind of message it comes from, for example {@code alert}
 * @param sourceId which one; the same source, channel and recipient is promised once
 * @param channel email, sms, push or webhook
 * @param urgency 0 to 255, the highest goes first
 * @param attempts how often a send was begun
 * @param createdAt when it was promised, or last put back by a person
 * @param payload what the channel sends: JSON values
 */
public record Delivery(long id, String source, String sourceId, String channel, String recipient, int urgency, int attempts,
    Instant createdAt, Map<String, Object> payload) {

  private static final long NO_AGEING = 1L << 43;

  /** Its place in the queue: the smallest goes first. Without ageing urgency always wins, then age. */
  public long rank() {
    return createdAt.toEpochMilli() - urgency * NO_AGEING;
  }
}
