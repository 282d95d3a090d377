package wadi.camel.sites;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import wadi.platform.webhooks.TargetCheck;

/** Whether a URL is one that can be watched, as far as can be said without looking up its host. */
final class SiteAddress {
  /** What is wrong with it, and what to write instead. */
  record Fault(String what, String instead) {}

  private SiteAddress() {}

  /** @param allowsPrivate whether sites inside may be watched */
  static Optional<Fault> fault(String url, boolean allowsPrivate) {
    if (url.contains("@") && url.matches("[^/?#]*//[^/?#]*@.*")) {
      return Optional.of(new Fault("the URL holds a user name or password", "take them out, and name an environment variable that has them in credentials"));
    }
    Optional<Fault> misspelt = TargetCheck.misspelt(url).map(why -> new Fault(why.replaceFirst("begin with https://", "begin with http:// or https://"),
        "write one such as https://www.example.com/"));
    return misspelt.isPresent() || allowsPrivate ? misspelt : inside(url);
  }

  private static Optional<Fault> inside(String url) {
    String host = URI.create(url).getHost();
    Optional<String> why = TargetCheck.inside(url)
        .or(() -> host != null && host.toLowerCase(Locale.ROOT).matches("(.*\\.)?localhost") ? Optional.of("loopback") : Optional.empty());
    return why.map(what -> new Fault("the URL's host is an address inside: " + what, "to watch sites inside set sites.allow-private=true"));
  }
}
