package wadi.camel.fraud;

/**
 * Something wrong in a rules file.
 *
 * @param file the file as it was named to us
 * @param line line of that file, the first being 1; 0 when it is about the file as a whole
 * @param message what is wrong
 * @param hint what to write instead; empty when there is nothing to add
 */
public record Finding(String file, int line, String message, String hint) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
  }
}
