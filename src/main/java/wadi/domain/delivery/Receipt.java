package wadi.domain.delivery;

import java.time.Instant;

/**
 * What a provider says later of a message it took.
 *
 * @param provider who says it, as in {@code delivery.<channel>.provider}
 * @param providerId the provider's own name for the message, or for one part of it
 * @param reason the provider's word for it, without personal data; empty when there is none
 * @param at when it happened, as the provider says, or when we heard of it
 */
public record Receipt(String provider, String providerId, State state, String reason, Instant at) {

  /** What became of it. */
  public enum State {
    /** On its way; another receipt follows. */
    UNDERWAY,
    /** The recipient has it. */
    DELIVERED,
    /** The recipient will never get it. */
    FAILED,
    /** The provider tried until it was too late. */
    EXPIRED
  }

  public Receipt {
    reason = ProviderText.forPeople(reason);
  }
}
