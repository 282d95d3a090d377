package wadi.cli.scaffold;

/** Why nothing was written, in words for the person at the terminal. */
public final class Refused extends RuntimeException {
  Refused(String message) {
    super(message, null, false, false);
  }
}
