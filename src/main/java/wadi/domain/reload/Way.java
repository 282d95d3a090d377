package wadi.domain.reload;

import java.util.Locale;

/** What made a generation begin. */
public enum Way {
  /** The process was started. */
  START,
  /** A person asked for it. */
  RELOAD,
  /** The process got SIGHUP. */
  SIGNAL,
  /** The files changed, and {@code reload.watch} is on. */
  WATCH,
  /** A person asked for an earlier one. */
  BACK,
  /** A person asked all processes for it at once. */
  FLEET,
  /** The one before it failed more than its predecessor. */
  ROLLBACK;

  /** As the operations API and the history spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
