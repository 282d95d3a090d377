package wadi.platform.sites;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** What others may know of a site's URL. */
public final class ShownUrl {
  private ShownUrl() {}

  /** Without what nobody but the site need know: user, password, query; empty when it is none. */
  public static String of(String url) {
    return uri(url).map(uri -> uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()).orElse("");
  }

  /** Its host in small letters; the text itself when it is no URL. */
  public static String host(String url) {
    return uri(url).map(URI::getHost).orElse(url).toLowerCase(Locale.ROOT);
  }

  private static Optional<URI> uri(String url) {
    try {
      return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException e) {
import java.util.Optional;
import wadi.platform.targets.TargetRefused;

/** Parts of a site's URL that others may read; empty when it is no URL. */
public final class ShownUrl {
  private ShownUrl() {}

  /** Without what nobody but the site need know: user, password, query. */
  public static Optional<String> of(String url) {
    return read(url).map(SiteUrl::shown);
  }

  /** In small letters, an address without brackets. */
  public static Optional<String> host(String url) {
    return read(url).map(site -> site.target().host());
  }

  private static Optional<SiteUrl> read(String url) {
    try {
      return Optional.of(SiteUrl.of(url));
    } catch (TargetRefused e) {
      return Optional.empty();
    }
  }
}
