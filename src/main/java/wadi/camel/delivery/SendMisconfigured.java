package wadi.camel.delivery;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. Our login, settings or account are at fault, whatever the message. It is sent again later, when somebody has mended them.
 */
public final class SendMisconfigured extends RuntimeException {
  /** @param reason what the provider said; stands beside the delivery */
  public SendMisconfigured(String reason) {
    super(reason);
  }
}
