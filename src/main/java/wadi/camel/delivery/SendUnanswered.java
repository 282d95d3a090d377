package wadi.camel.delivery;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. Nobody knows whether the provider took it. It is sent again later, and the recipient may get it twice.
 */
public final class SendUnanswered extends RuntimeException {
  private final boolean ofTarget;

  /** @param reason what the provider said; stands beside the delivery */
  public SendUnanswered(String reason) {
    this(reason, false);
  }

  private SendUnanswered(String reason, boolean ofTarget) {
    super(reason);
    this.ofTarget = ofTarget;
  }

  /** Where each message has an address of its own: that one did not answer, which says nothing about others. */
  static SendUnanswered byTarget(String reason) {
    return new SendUnanswered(reason, true);
  }

  /** Whether it says nothing about what is sent to others. */
  static boolean isOfTarget(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SendUnanswered unanswered) {
        return unanswered.ofTarget;
      }
    }
    return false;
  }
}
