package wadi.camel.sites;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.domain.sites.SiteEntry;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Reads one site, from wherever it came; whatever is wrong with it is a finding. The one place that knows what a site may be. */
final class SiteReader {
  static final List<String> KEYS = List.of("id", "name", "url", "every", "timeout", "after", "status", "regexp", "absent", "json", "header", "within",
      "certificate-days", "redirects-to", "credentials", "recipients", "enabled");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_URL = 2_048;
  private static final Duration LEAST_EVERY = Duration.ofSeconds(1);
  private static final Duration MOST_EVERY = Duration.ofDays(1);
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(60);
  private static final int MOST_AFTER = 100;
  private static final Pattern VARIABLE = Pattern.compile("SITES_[A-Z0-9_]{1,100}");

  private final SiteRules rules;
  private final Findings findings;

  SiteReader(SiteRules rules, Findings findings) {
    this.rules = rules;
    this.findings = findings;
  }

  /** Empty after a finding. */
  Optional<SiteEntry> read(YamlNode node) {
    Keys keys = Keys.of(node, "a site", findings, List.of("url"), KEYS.stream().filter(key -> !key.equals("url")).toList());
    if (keys == null) {
      return Optional.empty();
    }
    int line = node.line();
    Optional<String> url = url(keys);
    SiteEntry entry = new SiteEntry(keys.node("id").isPresent() ? number(keys.integer("id", 0, Integer.MAX_VALUE)) : OptionalInt.empty(), name(keys), url.orElse(""),
        duration(keys, "every", LEAST_EVERY, MOST_EVERY), duration(keys, "timeout", LEAST_TIMEOUT, MOST_TIMEOUT),
        number(keys.integer("after", 1, MOST_AFTER)), new ExpectationReader(findings).read(keys, url.orElse("")), recipients(keys), credentials(keys), enabled(keys));
    Duration every = entry.every().orElse(rules.usual().every());
    Duration timeout = entry.timeout().orElse(rules.usual().timeout());
    if (timeout.compareTo(every) > 0) {
      findings.add(keys.node("timeout").or(() -> keys.node("every")).map(YamlNode::line).orElse(line),
          "timeout %s is longer than every %s".formatted(Times.words(timeout), Times.words(every)), "a check must end before the next one begins: write a shorter timeout");
    }
    return url.map(found -> entry);
  }

  private static OptionalInt number(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Optional<String> name(Keys keys) {
    YamlNode.Scalar name = keys.text("name");
    if (name == null) {
      return Optional.empty();
    }
    String text = name.text().strip();
    if (text.length() > LONGEST_NAME || text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
      findings.add(name.line(), "name is no one line of at most " + LONGEST_NAME + " characters", "write a short one, such as shop");
    } else if (text.matches("\\d+")) {
      findings.add(name.line(), "name \"" + text + "\" could be taken for the number of a site", "write one with a letter in it");
    }
    return Optional.of(text);
  }

  private Optional<String> url(Keys keys) {
    YamlNode.Scalar url = keys.text("url");
    if (url == null) {
      return Optional.empty();
    }
    String text = url.text().strip();
    Optional<SiteAddress.Fault> fault = text.length() > LONGEST_URL
        ? Optional.of(new SiteAddress.Fault("the URL is longer than " + LONGEST_URL + " characters", "write a shorter one")) : SiteAddress.fault(text, rules.allowsPrivate());
    fault.ifPresent(f -> findings.add(url.line(), "url: " + f.what(), f.instead()));
    return Optional.of(text);
  }

  private Optional<Duration> duration(Keys keys, String name, Duration least, Duration most) {
    return Times.read(keys, name, least, most, findings);
  }

  /** The secret itself must not stand there, nor may any secret of this machine be sent to a site. */
  private Optional<String> credentials(Keys keys) {
    YamlNode.Scalar variable = keys.text("credentials");
    if (variable != null && !VARIABLE.matcher(variable.text()).matches()) {
      findings.add(variable.line(), "credentials is no name of an environment variable for sites",
          "write a name such as SITES_SHOP_LOGIN, which begins with SITES_; its value is user:password, or Bearer and a token");
    }
    return Optional.ofNullable(variable).map(YamlNode.Scalar::text);
  }

  private Map<String, Map<String, List<String>>> recipients(Keys keys) {
    return keys.node("recipients").map(node -> new SiteRecipientReader(rules.channels(), findings).read(node)).orElse(Map.of());
  }

  private boolean enabled(Keys keys) {
    YamlNode.Scalar enabled = keys.text("enabled");
    if (enabled != null && Stream.of("true", "false").noneMatch(enabled.text()::equals)) {
      findings.add(enabled.line(), "enabled \"" + enabled.text() + "\" is neither true nor false", "write true or false");
    }
    return enabled == null || enabled.text().equals("true");
  }

  /** Times as people write them. */
  static final class Times {
    private Times() {}

    /** Empty when none is given, or after a finding. */
    static Optional<Duration> read(Keys keys, String name, Duration least, Duration most, Findings findings) {
      YamlNode.Scalar text = keys.text(name);
      if (text == null) {
        return Optional.empty();
      }
      try {
        Duration time = Settings.duration(name, text.text());
        if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
          return Optional.of(time);
        }
      } catch (StartupException noTime) {
        // said below
      }
      findings.add(text.line(), "%s \"%s\" is no usable time".formatted(name, text.text()), "%s to %s, such as 500ms, 30s or 10m".formatted(words(least), words(most)));
      return Optional.empty();
    }

    /** In the largest unit that leaves nothing over: 90s, 10m. */
    static String words(Duration time) {
      long millis = time.toMillis();
      return millis % 86_400_000 == 0 ? millis / 86_400_000 + "d" : millis % 3_600_000 == 0 ? millis / 3_600_000 + "h"
          : millis % 60_000 == 0 ? millis / 60_000 + "m" : millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
  }
}
