package wadi.camel.files;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Something wrong in one of the files people edit.
 *
 * @param file the file as it was named to us
 * @param line line of that file, the first being 1; 0 when it is about the file as a whole
 * @param message what is wrong
 * @param hint what to write instead; empty when there is nothing to add
 */
public record Finding(Check check, String file, int line, String message, String hint) {
  /** By place in the files; what stands at one place keeps its order. */
  public static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file).thenComparingInt(Finding::line);

  /** Whether it refuses a start. */
  public boolean isError() {
    return check.severity() == Check.Severity.ERROR;
  }

  /** The same, with the file named as seen from a folder it is in. */
  public Finding in(Path folder) {
    String start = folder + "/";
    return file.startsWith(start) ? new Finding(check, file.substring(start.length()), line, message, hint) : this;
  }

  /** {@code file:line: error: what. What to do}, as editors and terminals know it from compilers. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line;
    return place + ": " + check.severity().word() + ": " + sentence(message) + (hint.isEmpty() ? "" : " " + capital(hint));
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
