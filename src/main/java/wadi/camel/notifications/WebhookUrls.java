package wadi.camel.notifications;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses that we are to call. */
final class WebhookUrls {
  private WebhookUrls() {}

  /** What is wrong with one, if anything can be seen of that before it is called. */
  static Optional<String> fault(String url) {
    try {
      URI uri = new URI(url);
      if (!"https".equalsIgnoreCase(uri.getScheme())) {
        return Optional.of("must begin with https://");
      }
      if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return Optional.of("must be a host and a path, such as https://shop.example.com/hook, without a user and without #");
      }
      return Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of("is no URL");
    }
  }
}
