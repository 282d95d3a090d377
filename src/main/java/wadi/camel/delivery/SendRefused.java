package wadi.camel.delivery;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. This message will never be taken: it is about its recipient or its text. It is parked.
 */
public final class SendRefused extends RuntimeException {
  /** @param reason what the provider said; stands beside the delivery */
  public SendRefused(String reason) {
    super(reason);
  }
}
