package wadi.domain.reload;

import java.util.Locale;

/** What became of a reload. */
public enum Outcome {
  /** The new generation runs. */
  LIVE,
  /** The files are those that run already; nothing was done. */
  UNCHANGED,
  /** The files did not pass; nothing was changed. */
  REFUSED,
  /** The files passed and could not take over; the old generation runs as before. */
  FAILED,
  /** It was live, failed more than its predecessor, and was replaced by it. */
  ROLLED_BACK,
  /** Not tried, because other reloads have not ended. */
  BUSY,
  /** Not tried, because there is no earlier generation of this number. */
  UNKNOWN,
  /** The process ended before the reload did. */
  INTERRUPTED;

  /** As the operations API, the history and the metrics spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
