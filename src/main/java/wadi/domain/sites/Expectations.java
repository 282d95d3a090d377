package wadi.domain.sites;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What must be true of a site's answer.
 *
 * @param statuses the codes that are good; empty: 200 to 299
 * @param present a regular expression of RE2 that must be found in the body: contract's {@code regexp}
 * @param absent one that must not
 * @param json value by path (RFC 9535 or JSON pointer), as text
 * @param headers regular expression by name of a header
 * @param within the longest time until the headers of the answer; longer is degraded
 * @param certificateDays the certificate must be good for so many days more
 * @param redirectsTo the URL of the last redirect
 */
public record Expectations(List<Integer> statuses, Optional<String> present, Optional<String> absent, Map<String, String> json, Map<String, String> headers,
    Optional<Duration> within, OptionalInt certificateDays, Optional<String> redirectsTo) {
  /** A good status, and nothing else. */
  public static final Expectations NONE = new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(),
      Optional.empty());
}
