package wadi.domain.delivery;

import java.time.Instant;
import java.util.Optional;

/** How one attempt to send ended. */
public sealed interface Outcome {

  /**
   * The provider took it, and there is no receipt to wait for.
   *
   * @param providerId the provider's own name for the message
   */
  record Delivered(Optional<String> providerId) implements Outcome {
    public Delivered() {
      this(Optional.empty());
    }
  }

  /**
   * To be tried again.
   *
   * @param perhapsSent the recipient may get it twice
   */
  record RetryLater(String reason, Instant notBefore, boolean perhapsSent) implements Outcome {
    public RetryLater(String reason, Instant notBefore) {
      this(reason, notBefore, false);
    }
  }

  /** Nothing more can be done without a person. */
  record Parked(String reason) implements Outcome {}
}
