package wadi.platform.sites;

import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.Version;
import wadi.platform.broker.CaCertificates;

/**
 * What the properties say of probes.
 *
 * @param bodyLimit bytes that are read of an answer
 * @param redirects that are followed
 * @param allowPrivate whether sites may be inside
 */
record ProbeSettings(X509ExtendedTrustManager trusted, long bodyLimit, int redirects, String userAgent, boolean allowPrivate) {
  private static final String CA = "sites.tls.ca";
  private static final String USER_AGENT = "sites.user-agent";
  private static final String BODY_LIMIT = "sites.body-limit";
  private static final long LARGEST_BODY = 16 * 1024 * 1024;
  private static final int MOST_REDIRECTS = 20;

  /** @throws StartupException when a property cannot be used; it names it */
  static ProbeSettings of(Settings settings) {
    TrustManager[] trust = settings.optional(CA).map(ca -> CaCertificates.of(CA, ca).trustBesideJavas()).orElseGet(CaCertificates::trustOfJava);
    String userAgent = settings.optional(USER_AGENT).orElse("Wadi/" + Version.TEXT + " (site monitor)");
    if (!userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new StartupException("The property %s must be written in ASCII.".formatted(USER_AGENT));
    }
    long bodyLimit = settings.size(BODY_LIMIT);
    if (bodyLimit < 1 || bodyLimit > LARGEST_BODY) {
      throw new StartupException("The property %s is \"%s\"; it must be from 1B to 16MiB.".formatted(BODY_LIMIT, settings.text(BODY_LIMIT)));
    }
    return new ProbeSettings(Stream.of(trust).filter(X509ExtendedTrustManager.class::isInstance).map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow(),
        bodyLimit, settings.number("sites.redirects", 0, MOST_REDIRECTS), userAgent, settings.flag("sites.allow-private"));
  }
}
