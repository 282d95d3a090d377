package wadi.runtime.spec;

import java.util.Optional;

/**
 * How one case came out.
 *
 * @param mismatch empty when all was as expected
 */
public record CaseResult(String file, int line, String route, String it, Optional<Mismatch> mismatch) {
  public boolean passed() {
    return mismatch.isEmpty();
  }

  /** File, line and sentence, then what was expected and what left instead. */
  public String shown() {
    return mismatch.map(m -> "%s:%d: %s: %s%n%s".formatted(file, m.line(), route, it, m.shown())).orElse(file + ":" + line + ": passed");
  }
}
