package wadi.camel.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.domain.delivery.Budget;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * A way to reach people: whatever has a property {@code delivery.<name>.provider}. Its messages leave by the route
 * {@code send-<name>-<provider>}; {@code budget}, {@code zone} and {@code concurrency} may be given beside it.
 */
public record Channel(String name) {
  static final String BUDGET = "unlimited";
  static final String ZONE = "UTC";
  static final int CONCURRENCY = 4;

  private static final Pattern PROVIDER = Pattern.compile("delivery\\.([a-z][a-z0-9-]*)\\.provider");
  private static final int MOST_AT_ONCE = 1_000;

  /** Every channel, by name. */
  public static List<Channel> all(Settings settings) {
    return settings.keys().map(PROVIDER::matcher).filter(Matcher::matches).map(key -> new Channel(key.group(1))).toList();
  }

  /** @throws StartupException names the property, its value and what would be right */
  public void check(Settings settings) {
    List<String> providers = providers(settings.home().resolve("routes"));
    if (providers.isEmpty()) {
      throw new StartupException("The property %s names a channel, and there is no route for it: write routes/delivery/send-%s-%s.camel.yaml."
          .formatted(property("provider"), name, settings.text(property("provider"))));
    }
    settings.choice(property("provider"), providers.toArray(String[]::new));
    if (settings.optional(property("concurrency")).isPresent()) {
      settings.number(property("concurrency"), 1, MOST_AT_ONCE);
    }
    try {
      Budget.parse(settings.optional(property("budget")).orElse(BUDGET), zone(settings));
    } catch (IllegalArgumentException e) {
      throw new StartupException("The property %s is wrong: %s.".formatted(property("budget"), e.getMessage()), e);
    }
  }

  private ZoneId zone(Settings settings) {
    String zone = settings.optional(property("zone")).orElse(ZONE);
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new StartupException("The property %s is \"%s\"; it must be a time zone such as Europe/Berlin.".formatted(property("zone"), zone), e);
    }
  }

  /** The providers there is a route for. */
  private List<String> providers(Path routes) {
    Pattern file = Pattern.compile("send-" + name + "-(.+)\\.camel\\.yaml");
    try (Stream<Path> all = Files.walk(routes)) {
      return all.map(path -> file.matcher(path.getFileName().toString())).filter(Matcher::matches).map(m -> m.group(1)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new StartupException("The folder %s cannot be read: %s".formatted(routes, e.getMessage()), e);
    }
  }

  /** The full key of one of its properties. */
  String property(String last) {
    return "delivery." + name + "." + last;
  }
}
