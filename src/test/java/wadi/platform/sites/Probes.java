package wadi.platform.sites;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Site;
import wadi.platform.Settings;
import wadi.sites.SiteCertificates;

/** What tests of probes are made of. */
final class Probes {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Probes() {}

  /** A prober with the shipped properties, some others, and a stand-in for the name server; the pairs are variable and value. */
  static WebProber prober(Names.Source names, String... environment) {
    Map<String, String> variables = new HashMap<>(Map.of("SITES_ALLOW_PRIVATE", "true"));
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    Settings settings = Settings.load(Path.of("").toAbsolutePath(), variables::get);
    return new WebProber(ProbeSettings.of(settings), names, variables::get, Clock.systemUTC());
  }

  static WebProber prober(String... environment) {
    return prober(InetAddress::getAllByName, environment);
  }

  static WebProber trusting(String... environment) {
    String[] all = Arrays.copyOf(environment, environment.length + 2);
    all[environment.length] = "SITES_TLS_CA";
    all[environment.length + 1] = SiteCertificates.authority();
    return prober(all);
  }

  static Site site(String url) {
    return site(url, TIMEOUT, Expectations.NONE);
  }

  static Site site(String url, Duration timeout) {
    return site(url, timeout, Expectations.NONE);
  }

  static Site site(String url, Expectations expectations) {
    return site(url, TIMEOUT, expectations);
  }

  static Site site(String url, Duration timeout, Expectations expectations) {
    return new Site(1, "shop", url, Duration.ofMinutes(10), timeout, 1, expectations, Optional.empty());
  }

  static Site withCredentials(String url, String variable) {
    return new Site(1, "shop", url, Duration.ofMinutes(10), TIMEOUT, 1, Expectations.NONE, Optional.of(variable));
  }

  static Expectations present(String regexp) {
    return new Expectations(List.of(), Optional.of(regexp), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  static Expectations absent(String regexp) {
    return new Expectations(List.of(), Optional.empty(), Optional.of(regexp), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  static Expectations json(String path, String value) {
    return new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(path, value), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  static Expectations header(String name, String regexp) {
    return new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of(name, regexp), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  static Expectations statuses(Integer... statuses) {
    return new Expectations(List.of(statuses), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  static Expectations within(Duration most) {
    return new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.of(most), OptionalInt.empty(), Optional.empty());
  }

  static Expectations certificateDays(int days) {
    return new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.of(days), Optional.empty());
  }

  static Expectations redirectsTo(String url) {
    return new Expectations(List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.of(url));
  }

  /** Kinds and texts, as {@code STATUS: status 500 instead of 2xx}. */
  static List<String> causes(Observation seen) {
    return seen.causes().stream().map(Probes::line).toList();
  }

  private static String line(Cause cause) {
    return cause.kind() + ": " + cause.text();
  }
}
