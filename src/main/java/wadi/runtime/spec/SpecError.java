package wadi.runtime.spec;

import wadi.camel.files.Check;
import wadi.camel.files.Finding;

/**
 * Something wrong with a spec itself.
 *
 * @param file as people know it: routes/alerting/route-alert.spec.yaml
 * @param line the first being 1; 0 when it is about the file as a whole
 * @param message what is wrong
 * @param hint what to write instead; empty when there is nothing to add
 */
public record SpecError(String file, int line, String message, String hint) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
  }

  Finding finding() {
    return new Finding(Check.SPEC_RUN, file, line, message, hint);
  }
}
