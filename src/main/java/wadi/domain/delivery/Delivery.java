package wadi.domain.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message promised to one recipient.
 *
 * @param id its own number
 * @param source what kind of message it comes from, for example {@code alert}
 * @param sourceId which one; the same source, channel and recipient is promised once
 * @param channel email, sms, push or webhook
 * @param urgency 0 to 255, the highest goes first
 * @param attempts how often a send was begun
 * @param createdAt when it was promised; of one that is claimed, since when it is tried
 * @param payload what the channel sends: JSON values
 * @param limits when and by whom it may be sent
 * @param traceparent in which trace it was promised, as W3C Trace Context writes it
 */
public record Delivery(long id, String source, String sourceId, String channel, String recipient, int urgency, int attempts,
    Instant createdAt, Map<String, Object> payload, Limits limits, Optional<String> traceparent) {

  /**
   * When and by whom a message may be sent.
   *
   * @param notBefore it waits until then
   * @param expiresAt it is not sent then or later
   * @param only the provider that alone may send it
   */
  public record Limits(Optional<Instant> notBefore, Optional<Instant> expiresAt, Optional<String> only) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public Delivery(long id, String source, String sourceId, String channel, String recipient, int urgency, int attempts, Instant createdAt,
      Map<String, Object> payload) {
    this(id, source, sourceId, channel, recipient, urgency, attempts, createdAt, payload, Limits.NONE);
  }

  public Delivery(long id, String source, String sourceId, String channel, String recipient, int urgency, int attempts, Instant createdAt,
      Map<String, Object> payload, Limits limits) {
    this(id, source, sourceId, channel, recipient, urgency, attempts, createdAt, payload, limits, Optional.empty());
  }

  /** The same, promised in this trace. */
  public Delivery in(Optional<String> traceparent) {
    return traceparent.isEmpty() ? this
        : new Delivery(id, source, sourceId, channel, recipient, urgency, attempts, createdAt, payload, limits, traceparent);
  }

  /** Whether it is too late for it. */
  public boolean isExpired(Instant now) {
    return limits.expiresAt().filter(at -> !at.isAfter(now)).isPresent();
  }
}
