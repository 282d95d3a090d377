package wadi.platform.sites;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Expectations;
import wadi.platform.targets.TargetRefused;

/** A site's expectations, ready to be used: what cannot be understood is left out, and told. */
final class Wanted {
  private final Map<String, Regexp> regexps = new HashMap<>();
  private final Map<String, JsonPointer> paths = new HashMap<>();
  private final List<Cause> faults = new ArrayList<>();
  private final Expectations usable;

  Wanted(Expectations given) {
    usable = new Expectations(given.statuses(), given.present().filter(text -> isRegexp("the regular expression", text)),
        given.absent().filter(text -> isRegexp("the regular expression that must not be found", text)),
        only(given.json(), (path, value) -> isPath(path)), only(given.headers(), (name, text) -> isRegexp("the regular expression of the header " + name, text)), given.within(),
        given.certificateDays(), given.redirectsTo().flatMap(this::url));
  }

  private static Map<String, String> only(Map<String, String> all, BiPredicate<String, String> good) {
    Map<String, String> kept = new LinkedHashMap<>(all);
    kept.entrySet().removeIf(entry -> !good.test(entry.getKey(), entry.getValue()));
    return kept;
  }

  private boolean isRegexp(String what, String text) {
    return understood(what, () -> regexps.put(text, Regexp.of(text)));
  }

  private boolean isPath(String path) {
    return understood("the JSON path " + path, () -> paths.put(path, JsonPath.parse(path)));
  }

  private boolean understood(String what, Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (IllegalArgumentException e) {
      faults.add(new Cause(Cause.Kind.SETTINGS, (what + " cannot be used: " + e.getMessage()).replaceAll("\\p{Cntrl}+", " ")));
      return false;
    }
  }

  private Optional<String> url(String redirectsTo) {
    try {
      return Optional.of(SiteUrl.of(redirectsTo).text());
    } catch (TargetRefused e) {
      faults.add(new Cause(Cause.Kind.SETTINGS, "the URL it must redirect to cannot be used: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** What is left of them. */
  Expectations expectations() {
    return usable;
  }

  /** What was left out, and why. */
  List<Cause> faults() {
    return faults;
  }

  /** Whether somebody looks at the body. */
  boolean needsBody() {
    return usable.present().isPresent() || usable.absent().isPresent() || !usable.json().isEmpty();
  }

  Regexp regexp(String text) {
    return regexps.get(text);
  }

  JsonPointer path(String text) {
    return paths.get(text);
  }
}
