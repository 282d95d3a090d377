package wadi.camel;

import wadi.platform.Faults;

/**
 * The database or the broker could not do its part now; the same message may succeed later. Routes tell it from a
 * message that can never succeed by this one class: Camel chooses an onException by the root cause first, and there
 * the two look alike.
 */
public final class PassingFault extends RuntimeException {
  private PassingFault(Throwable cause) {
    super("cannot be done now: " + Faults.nameOf(cause), cause);
  }

  /** The failure itself, or a PassingFault about it. */
  public static Exception orSelf(Exception failure) {
    return Faults.isPassing(failure) ? new PassingFault(failure) : failure;
  }
}
