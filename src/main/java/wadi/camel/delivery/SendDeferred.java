package wadi.camel.delivery;

/**
 * For routes that send, when a provider says no in a reply that looks like success:
 * {@code throwException} with this class. The provider cannot take it now. It is sent again later.
 */
public final class SendDeferred extends RuntimeException {
  /** @param reason what the provider said; stands beside the delivery */
  public SendDeferred(String reason) {
    super(reason);
  }
}
