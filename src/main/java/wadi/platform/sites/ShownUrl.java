package wadi.platform.sites;

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
