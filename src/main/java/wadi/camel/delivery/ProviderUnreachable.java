package wadi.camel.delivery;

import jakarta.mail.MessagingException;

/** There is no connection to the provider, or it refused our login: whatever is sent now meets the same. */
final class ProviderUnreachable extends MessagingException {
  ProviderUnreachable(MessagingException cause) {
    super("the provider cannot be reached", cause);
  }
}
