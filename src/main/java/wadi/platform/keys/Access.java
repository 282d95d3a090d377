package wadi.platform.keys;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.HostCheck;

/**
 * What {@code http.auth} and the properties below it say.
 *
 * @param keyless scopes that are open to who has no key
 * @param rate requests a second of one client whose key has none of its own; empty: as many as it likes
 */
public record Access(boolean byKey, Set<String> keyless, OptionalInt rate) {
  private static final String RATE = "http.auth.rate";
  private static final int MOST = 1_000_000;

  public static Access of(Settings settings) {
    boolean byKey = settings.choice("http.auth", "keys", "none").equals("keys");
    Set<String> keyless = Stream.of(settings.optional("http.auth.keyless").orElse("").split(",")).map(String::strip).filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
    return new Access(byKey, keyless, settings.text(RATE).equals("unlimited") ? OptionalInt.empty() : OptionalInt.of(rate(settings)));
  }

  private static int rate(Settings settings) {
    try {
      return settings.number(RATE, 1, MOST);
    } catch (StartupException e) {
      throw new StartupException("The property %s is \"%s\"; it must be a whole number of requests a second, or unlimited.".formatted(RATE, settings.text(RATE)), e);
    }
  }

  /** @throws StartupException when others could reach the port and nobody would ask them for a key */
  public static void check(Settings settings, ApiKeys keys) {
    String host = settings.text("http.host");
    if (of(settings).byKey() && keys.isEmpty() && !HostCheck.isLoopback(host)) {
      throw new StartupException(("The property http.host is %s, which others can reach, and there is no API key yet. Make one first, which works while Wadi is stopped:"
          + "\n  ./wadi keys create NAME --scope notifications\nOr set http.auth=none (HTTP_AUTH=none) if something else keeps strangers away. docs/keys.md tells more.").formatted(host));
    }
  }
}
