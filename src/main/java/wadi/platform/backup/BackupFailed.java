package wadi.platform.backup;

/** Why there is no backup, or nothing was restored, in words for the person who asked for it. */
public final class BackupFailed extends RuntimeException {
  BackupFailed(String message) {
    super(message);
  }

  BackupFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
