package wadi.cli;

/** Why a command could not do its work, in words for the person at the terminal. */
final class CommandFailed extends RuntimeException {
  CommandFailed(String message) {
    super(message, null, false, false);
  }
}
