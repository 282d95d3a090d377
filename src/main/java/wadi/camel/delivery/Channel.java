package wadi.camel.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Release;
import wadi.domain.delivery.ReleasePlan;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.postgres.BudgetTable;

/**
 * A way to reach people: whatever has a property {@code delivery.<name>.provider}, its providers in the order in which they take
 * over for each other. Messages leave by the route {@code send-<name>-<provider>}; {@code budget}, {@code release}, {@code reserve},
 * {@code end-of-day}, {@code zone} and {@code concurrency} may be given beside it, for all providers or with the name of one in between.
 */
public record Channel(String name) {
  private static final Pattern PROVIDER = Pattern.compile("delivery\\.([a-z][a-z0-9-]*)\\.provider");
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  /** Where a channel has a reserve or an end of the day and one of its providers has not. */
  private static final String NONE = "none";
  private static final int MOST_AT_ONCE = 1_000;
  /** Credits of a day for warnings about its budget: that it does not suffice, and that it does again. */
  private static final int WITHHELD = 2;

  /** Every channel, by name. */
  public static List<Channel> all(Settings settings) {
    return settings.keys().map(PROVIDER::matcher).filter(Matcher::matches).map(key -> new Channel(key.group(1))).toList();
  }

  /** Who sends, in their order. */
  public List<String> providers(Settings settings) {
    return Arrays.stream(settings.text(property("provider")).split(",", -1)).map(String::strip).toList();
  }

  /** @throws StartupException names the property, its value and what would be right */
  public void check(Settings settings) {
    List<String> routes = routes(settings.home().resolve("routes"));
    if (routes.isEmpty()) {
      throw new StartupException("The property %s names a channel, and there is no route for it: write routes/delivery/send-%s-%s.camel.yaml."
          .formatted(property("provider"), name, settings.text(property("provider"))));
    }
    List<String> providers = providers(settings);
    if (!routes.containsAll(providers) || providers.stream().distinct().count() < providers.size()) {
      throw new StartupException("The property %s is \"%s\"; it must be one of %s, or several of them divided by commas."
          .formatted(property("provider"), settings.text(property("provider")), String.join(", ", routes)));
    }
    for (String provider : providers) {
      lane(provider, key -> settings.optional(key).orElse(""));
      concurrency(provider, key -> settings.optional(key).orElse(""));
    }
    retries(new RetryPolicy(Duration.ZERO), key -> settings.optional(key).orElse(""));
  }

  /**
   * A provider with its budget.
   *
   * @param properties the value of a key, empty if there is none
   * @throws StartupException names the property, its value and what would be right
   */
  BudgetTable.Lane lane(String provider, UnaryOperator<String> properties) {
    ZoneId zone = read(provider, "zone", "UTC", properties, "a time zone such as Europe/Berlin", ZoneId::of);
    Budget budget = read(provider, "budget", "unlimited", properties, "", text -> Budget.parse(text, zone));
    Release release = read(provider, "release", "immediate", properties, "immediate, steady or hourly", text -> Release.find(text).orElseThrow());
    Budget reserve = read(provider, "reserve", NONE, properties, "", text -> Budget.parse(text.equals(NONE) ? "unlimited" : text, zone));
    Optional<LocalTime> endOfDay = read(provider, "end-of-day", NONE, properties, "none or a time such as 23:05",
        text -> text.equals(NONE) ? Optional.empty() : Optional.of(LocalTime.parse(TIME.matcher(text).matches() ? text : "")));
    try {
      return new BudgetTable.Lane(name, provider, new ReleasePlan(budget, release, reserve, endOfDay,
          BudgetSetup.names(properties.apply(BudgetSetup.NOTIFY), name) ? WITHHELD : 0));
    } catch (IllegalArgumentException e) {
      throw new StartupException("The properties of the budget of %s do not fit together: %s.".formatted(property(provider), e.getMessage()), e);
    }
  }

  /** How many sends of one process may be under way at the same time. */
  int concurrency(String provider, UnaryOperator<String> properties) {
    return read(provider, "concurrency", "4", properties, "a whole number from 1 to " + MOST_AT_ONCE, text -> {
      int number = Integer.parseInt(text);
      if (number < 1 || number > MOST_AT_ONCE) {
        throw new IllegalArgumentException();
      }
      return number;
    });
  }

  /** Those of all channels, where {@code retry-for} and {@code longest-pause} of this one say nothing else. */
  RetryPolicy retries(RetryPolicy all, UnaryOperator<String> properties) {
    Duration retryFor = duration("retry-for", all.retryFor(), properties);
    return new RetryPolicy(retryFor, duration("longest-pause", all.longest(), properties));
  }

  private Duration duration(String last, Duration otherwise, UnaryOperator<String> properties) {
    String value = properties.apply(property(last)).strip();
    return value.isEmpty() ? otherwise : Settings.duration(property(last), value);
  }

  private interface Reader<T> {
    T read(String text);
  }

  private <T> T read(String provider, String last, String otherwise, UnaryOperator<String> properties, String right, Reader<T> reader) {
    String own = properties.apply(property(provider + "." + last));
    String key = own.isEmpty() ? property(last) : property(provider + "." + last);
    String value = own.isEmpty() ? properties.apply(key) : own;
    try {
      return reader.read(value.isEmpty() ? otherwise : value.strip());
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
      throw new StartupException(right.isEmpty() ? "The property %s is wrong: %s.".formatted(key, e.getMessage())
          : "The property %s is \"%s\"; it must be %s.".formatted(key, value, right), e);
    }
  }

  /** The providers there is a route for. */
  private List<String> routes(Path routes) {
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
