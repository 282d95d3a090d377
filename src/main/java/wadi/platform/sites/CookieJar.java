package wadi.platform.sites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cookies of one probe: a site may set one, lead to itself, and want to see it. */
final class CookieJar {
  private final CookieManager manager = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  /** @param fields values of {@code Set-Cookie} in an answer of that URL */
  void keep(SiteUrl url, List<String> fields) {
    try {
      manager.put(URI.create(url.text()), Map.of("Set-Cookie", fields));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of {@code Cookie} in a request for a URL. */
  Optional<String> of(SiteUrl url) {
    try {
      List<String> values = manager.get(URI.create(url.text()), Map.of()).getOrDefault("Cookie", List.of());
      return values.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
