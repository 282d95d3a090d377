package wadi.platform.sites;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import wadi.domain.sites.Site;

/**
 * What a site wants to be shown: the value of {@code Authorization}, for the site's own scheme, host and port and for nobody else.
 *
 * @param origin where it is sent
 */
record Credentials(String origin, Optional<String> authorization) {
  /** Other variables' values are nobody's: not those of Wadi's own secrets, for example. */
  private static final String PREFIX = "SITES_";
  private static final String BEARER = "Bearer ";

  /** @throws ProbeFault when the variable cannot be used */
  static Credentials of(Site site, SiteUrl url, Function<String, String> environment) throws ProbeFault {
    if (site.credentials().isEmpty()) {
      return new Credentials(url.origin(), url.login().map(Credentials::basic));
    }
    String name = site.credentials().get();
    if (!name.matches(PREFIX + "[A-Z0-9_]+")) {
      throw fault("credentials must be the name of an environment variable that begins with " + PREFIX);
    }
    String value = Optional.ofNullable(environment.apply(name)).map(String::strip).filter(text -> !text.isEmpty())
        .orElseThrow(() -> fault("the environment variable " + name + " is not set"));
    if (!value.chars().allMatch(c -> c >= ' ' && c != 0x7f) || !value.startsWith(BEARER) && value.indexOf(':') < 0) {
      throw fault("the environment variable " + name + " is neither user:password nor Bearer and a token");
    }
    return new Credentials(url.origin(), Optional.of(value.startsWith(BEARER) ? value : basic(value)));
  }

  private static ProbeFault fault(String text) {
    return ProbeFault.unwatched(text);
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  Optional<String> to(SiteUrl url) {
    return authorization.filter(value -> url.origin().equals(origin));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "credentials for " + origin;
  }
}
