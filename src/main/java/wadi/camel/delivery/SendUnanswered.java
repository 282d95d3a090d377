package wadi.camel.delivery;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. Nobody knows whether the provider took it. It is sent again later, and the recipient may get it twice.
 */
public final class SendUnanswered extends RuntimeException {
  /** @param reason what the provider said; stands beside the delivery */
  public SendUnanswered(String reason) {
    super(reason);
  }
}
