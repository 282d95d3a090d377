package wadi.runtime.spec;

import java.time.Duration;
import java.util.Optional;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;

/**
 * How one case came out.
 *
 * @param time it took, with the building of its twin where it was the first to need it
 * @param mismatch empty when all was as expected
 */
public record CaseResult(String file, int line, String route, String it, Duration time, Optional<Mismatch> mismatch) {
  public boolean passed() {
    return mismatch.isEmpty();
  }

  /** File, line and sentence, then what was expected and what left instead. */
  public String shown() {
    return mismatch.map(m -> "%s:%d: %s: %s%n%s".formatted(file, m.line(), route, it, m.shown())).orElse(file + ":" + line + ": passed");
  }

  /** The failure on one line; {@link #shown()} has all of it. */
  Finding finding() {
    Mismatch failure = mismatch.orElseThrow();
    String message = "\"%s\" fails: expected %s, but %s".formatted(it, failure.expected(), failure.instead());
    return new Finding(Check.SPEC_RUN, file, failure.line(), message, "mend the route, or the spec; ./wadi spec " + route + " shows all that left");
  }
}
