package wadi.cli.send;

/** The connection is gone, and with it what was on its way. */
public final class ConnectionLost extends RuntimeException {
  public ConnectionLost(String message) {
    super(message, null, false, false);
  }

  /** In the words of the innermost cause that has any. */
  static String words(Throwable failure) {
    String words = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        words = cause.getMessage().lines().findFirst().orElse(words).strip();
      }
    }
    return words;
  }
}
