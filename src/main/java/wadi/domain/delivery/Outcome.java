package wadi.domain.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How one attempt to send ended. */
public sealed interface Outcome {

  /** Whether it left, or may have: its credit is used then, otherwise it is given back. */
  boolean perhapsSent();

  /**
   * The provider took it, and there is no receipt to wait for.
   *
   * @param providerId the provider's own name for the message
   */
  record Delivered(Optional<String> providerId) implements Outcome {
    public Delivered() {
      this(Optional.empty());
    }

    @Override
    public boolean perhapsSent() {
      return true;
    }
  }

  /**
   * The provider took it and says later whether the recipient got it.
   *
   * @param providerIds the provider's own names for the message, one for each part it was sent in
   */
  record Submitted(List<String> providerIds) implements Outcome {
    @Override
    public boolean perhapsSent() {
      return true;
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
  record Parked(String reason, boolean perhapsSent) implements Outcome {
    public Parked(String reason) {
      this(reason, false);
    }
  }

  /** Its time was over when its turn came; nothing was sent. */
  record Expired() implements Outcome {
    @Override
    public boolean perhapsSent() {
      return false;
    }
  }
}
