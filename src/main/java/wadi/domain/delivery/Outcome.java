package wadi.domain.delivery;

import java.time.Instant;

/** How one attempt to send ended. */
public sealed interface Outcome {

  /** The provider took it, and there is no receipt to wait for. */
  record Delivered() implements Outcome {}

  /** A passing fault; to be tried again. */
  record RetryLater(String reason, Instant notBefore) implements Outcome {}

  /** Nothing more can be done without a person. */
  record Parked(String reason) implements Outcome {}
}
