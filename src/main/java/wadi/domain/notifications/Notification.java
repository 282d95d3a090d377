package wadi.domain.notifications;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wadi.domain.delivery.Delivery;

/**
 * What a client asked to have sent, ready to be kept.
 *
 * @param client the name of its API key; empty where none is needed
 * @param key the client's own name for it, unique for the client and API: {@code messageId}, {@code Idempotency-Key}, or what the transport
 *     knows the message by
 * @param fingerprint SHA-256 of the request: tells a repeated one from another under the same key
 * @param callback who is told what became of it
 * @param metadata the client's own, given back to it: JSON values
 * @param deliveries one for each recipient, with the source {@link #SOURCE} and this id as source id
 */
public record Notification(long id, String client, Api api, Optional<String> key, String fingerprint, Instant receivedAt,
    Optional<Callback> callback, Map<String, Object> metadata, List<Delivery> deliveries) {
  /** Where a delivery comes from that was asked for so. */
  public static final String SOURCE = "notification";

  /** The same, asked for in this trace, as W3C Trace Context writes it. */
  public Notification in(Optional<String> traceparent) {
    return new Notification(id, client, api, key, fingerprint, receivedAt, callback, metadata, deliveries.stream().map(delivery -> delivery.in(traceparent)).toList());
  }

  /** In whose words it was asked for, and is answered. */
  public enum Api {
    /** Those of the original messaging service. */
    V1("v1"),
    /** Ours. */
    V2("v2");

    private final String word;

    Api(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Who is told.
   *
   * @param everyChange of each change of a recipient's state; otherwise of final states
   */
  public record Callback(String url, boolean everyChange) {}
}
