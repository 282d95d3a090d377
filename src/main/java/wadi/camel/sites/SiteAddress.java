package wadi.camel.sites;

import java.util.Optional;
import wadi.platform.sites.SiteFaults;

/** Whether a URL is one that can be watched, as far as can be said without looking up its host. */
final class SiteAddress {
  /** What is wrong with it, and what to write instead. */
  record Fault(String what, String instead) {}

  private SiteAddress() {}

  /** @param allowsPrivate whether sites inside may be watched */
  static Optional<Fault> fault(String url, boolean allowsPrivate) {
    Optional<Fault> misspelt = SiteFaults.url(url).map(why -> new Fault(why, why.contains("password")
        ? "name an environment variable that has them in credentials" : "write one such as https://www.example.com/"));
    return misspelt.isPresent() || allowsPrivate ? misspelt
        : SiteFaults.inside(url).map(what -> new Fault("the URL's host is not on the Internet: it is " + what, "to watch sites inside set sites.allow-private=true"));
  }
}
