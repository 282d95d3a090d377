package wadi.domain.sites;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A site as somebody wrote it down, where what is left out is as the properties say.
 *
 * @param id the one it must have; empty: any
 * @param recipients addresses by channel and severity, which count more than those every alert has
 * @param credentials the environment variable that has them
 */
public record SiteEntry(OptionalInt id, Optional<String> name, String url, Optional<Duration> every, Optional<Duration> timeout, OptionalInt after,
    Expectations expectations, Map<String, Map<String, List<String>>> recipients, Optional<String> credentials, boolean enabled) {
  /** What people call it. */
  public String title() {
    return name.orElse(url);
  }

  /** The same under a number. */
  public SiteEntry with(int number) {
    return new SiteEntry(OptionalInt.of(number), name, url, every, timeout, after, expectations, recipients, credentials, enabled);
  }

  /** The same, watched or not. */
  public SiteEntry enabled(boolean watched) {
    return new SiteEntry(id, name, url, every, timeout, after, expectations, recipients, credentials, watched);
  }

  /** As it is checked. */
  public Site site(int number, SiteDefaults usual) {
    return new Site(number, title(), url, every.orElse(usual.every()), timeout.orElse(usual.timeout()), after.orElse(usual.after()), expectations, credentials);
  }
}
