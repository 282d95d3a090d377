package wadi.platform;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The properties the platform reads: application.properties in Wadi's folder, the profile's file on top of it, then
 * the environment variables of the services Wadi replaces, then -D, then our own environment variables ({@code http.port} is
 * HTTP_PORT), as in Camel's own placeholders. A value that cannot be used ends the start with a
 * message that names the property, its value and what would be right.
 */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.-]+)}}");
  private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1024L, "MiB", 1024L * 1024);

  private final Path home;
  private final Properties file = new Properties();
  private final Function<String, String> environment;
  private final Map<String, String> fixed;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  private Settings(Path home, Function<String, String> environment, Map<String, String> fixed) {
    this.home = home;
    this.environment = environment;
    this.fixed = fixed;
  }

  /** Reads the files in {@code home}, the folder of application.properties and routes/. */
  public static Settings load(Path home, Function<String, String> environment) {
    return load(home, environment, Map.of());
  }

  private static Settings load(Path home, Function<String, String> environment, Map<String, String> fixed) {
    Settings settings = new Settings(home, environment, Map.copyOf(fixed));
    settings.read(home.resolve("application.properties"));
    settings.profile().ifPresent(name -> settings.read(home.resolve("application-" + name + ".properties")));
    return settings;
  }

  /**
   * The same environment with the files of another folder.
   *
   * @param fixed values that count more than the folder's and the environment's
   */
  public Settings in(Path folder, Map<String, String> fixed) {
    return load(folder, environment, fixed);
  }

  private void read(Path path) {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      file.load(reader);
    } catch (NoSuchFileException e) {
      throw new StartupException("%s cannot be read: there is no such file".formatted(path), e);
    } catch (CharacterCodingException e) {
      throw new StartupException("%s cannot be read: it is not written in UTF-8".formatted(path), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** The folder of application.properties, routes/ and templates/. */
  public Path home() {
    return home;
  }

  /** The name in WADI_PROFILE, which adds application-NAME.properties. */
  public Optional<String> profile() {
    return optional("wadi.profile");
  }

  /** The keys in the files, sorted; a key that is in the environment alone cannot be told from other variables. */
  public Stream<String> keys() {
    return file.stringPropertyNames().stream().sorted();
  }

  /** The keys that somebody has asked for so far. */
  public Set<String> asked() {
    return Set.copyOf(asked);
  }

  public Optional<String> optional(String key) {
    asked.add(key);
    String value = own(key);
    if (value == null) {
      value = alias(key).orElseGet(() -> file.getProperty(key));
    }
    return Optional.ofNullable(value).map(String::trim).filter(v -> !v.isEmpty());
  }

  private String own(String key) {
    String value = fixed.get(key);
    if (value == null) {
      value = environment.apply(variable(key));
    }
    return value == null ? System.getProperty(key) : value;
  }

  private Optional<String> alias(String key) {
    boolean databaseIsOurs = key.startsWith("database.") && !file.getProperty("database.url", "").isBlank();
    return databaseIsOurs ? Optional.empty() : new Aliases(environment).value(key);
  }

  /** The properties whose values come from variables of the services before, for readers that do not know these. */
  public Map<String, String> aliased() {
    Map<String, String> values = new TreeMap<>();
    Aliases.keys().stream().filter(key -> own(key) == null).forEach(key -> alias(key).ifPresent(value -> values.put(key, value)));
    return values;
  }

  public String text(String key) {
    return optional(key).orElseThrow(() -> new StartupException(
        "The property %s has no value: set it in application.properties or as %s in the environment."
            .formatted(key, variable(key))));
  }

  /** With other properties' values where it names them, as routes see it. */
  public String resolved(String key) {
    return PLACEHOLDER.matcher(text(key)).replaceAll(name -> Matcher.quoteReplacement(text(name.group(1))));
  }

  /** The environment variable that overrides a property. */
  public static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public int number(String key, int least, int most) {
    String value = text(key);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the message below says it
    }
    throw wrong(key, value, "a whole number from %d to %d".formatted(least, most));
  }

  public int port(String key) {
    return number(key, 1, 65_535);
  }

  public boolean flag(String key) {
    String value = text(key);
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, value, "true or false");
    };
  }

  /** One of a closed set of words. */
  public String choice(String key, String... words) {
    String value = text(key);
    for (String word : words) {
      if (word.equals(value)) {
        return value;
      }
    }
    throw wrong(key, value, "one of " + String.join(", ", words));
  }

  /** For example {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h}, {@code 7d}. */
  public Duration duration(String key) {
    return duration(key, text(key));
  }

  /** The same of a value somebody else has looked up. */
  public static Duration duration(String key, String value) {
    Matcher match = DURATION.matcher(value);
    if (!match.matches()) {
      throw wrong(key, value, "a duration such as 500ms, 30s, 10m, 24h or 7d");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The same up to a longest one; {@code off} is none at all, as {@code 0s} is. */
  public Duration durationOrOff(String key, Duration longest) {
    Duration duration = text(key).equals("off") ? Duration.ZERO : duration(key);
    if (duration.compareTo(longest) > 0) {
      throw wrong(key, text(key), "at most %d h, or off".formatted(longest.toHours()));
    }
    return duration;
  }

  /** In bytes; written for example {@code 512KiB} or {@code 1MiB}. */
  public long size(String key) {
    String value = text(key);
    Matcher match = SIZE.matcher(value);
    if (!match.matches()) {
      throw wrong(key, value, "a size such as 4096B, 512KiB or 1MiB");
    }
    return Long.parseLong(match.group(1)) * BYTES.get(match.group(2));
  }

  /** A path; a relative one starts at Wadi's folder. */
  public Path path(String key) {
    return home.resolve(text(key)).normalize();
  }

  private static StartupException wrong(String key, String value, String expected) {
    return new StartupException("The property %s is \"%s\"; it must be %s.".formatted(key, value, expected));
  }
}
