package wadi.platform.sites;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import wadi.platform.targets.ForbiddenAddresses;
import wadi.platform.targets.TargetRefused;

/** What is wrong with the settings of a site, as its probe would find it, said before there is one. A half sentence each; empty when nothing is. */
public final class SiteFaults {
  private SiteFaults() {}

  /** Of a regular expression. */
  public static Optional<String> pattern(String text) {
    return of(() -> Regexp.of(text));
  }

  /** Of a place in JSON. */
  public static Optional<String> path(String text) {
    return of(() -> JsonPath.parse(text));
  }

  /** Of a URL, wherever it leads. */
  public static Optional<String> url(String text) {
    try {
      return SiteUrl.of(text).login().isPresent() ? Optional.of("the URL must have no user name or password before its host") : Optional.empty();
    } catch (TargetRefused e) {
      return Optional.of(e.getMessage());
    }
  }

  /** What a URL's host is when it is one of the inside, as far as that can be said without looking it up. */
  public static Optional<String> inside(String url) {
    try {
      String host = SiteUrl.of(url).target().host().toLowerCase(Locale.ROOT);
      Optional<InetAddress> address = SiteUrl.of(url).target().address();
      return address.isPresent() ? address.flatMap(ForbiddenAddresses::why) : host.matches("(.*\\.)?localhost") ? Optional.of("loopback") : Optional.empty();
    } catch (TargetRefused e) {
      return Optional.empty();
    }
  }

  private static Optional<String> of(Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }
}
