package wadi.platform.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the header field Authorization. */
public final class Credentials {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([\\x21-\\x7e]+) *");
  private static final Pattern BARE = Pattern.compile(" *([\\x21-\\x7e]+) *");

  private Credentials() {}

  /** The token of RFC 6750. */
  public static Optional<String> bearer(String authorization) {
    return first(BEARER, authorization);
  }

  /** The same, or the bare word that the clients of the original messaging service send. */
  public static Optional<String> key(String authorization) {
    return bearer(authorization).or(() -> first(BARE, authorization));
  }

  private static Optional<String> first(Pattern pattern, String authorization) {
    Matcher match = pattern.matcher(authorization == null ? "" : authorization);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }
}
