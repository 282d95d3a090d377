package wadi.domain.fraud;

import java.util.List;

/** The verdict on a transaction that could not be screened, by what was decided beforehand for that case. */
public final class Unscreened {
  /** What {@link Verdict#rules()} says then. */
  public static final String VERSION = "unscreened";
  /** Why it came out as it did. */
  public static final Reason REASON = new Reason("SCREENING_UNAVAILABLE", "The fraud check could not be asked");

  private Unscreened() {}

  /**
   * It is stopped.
   *
   * @param thresholds it scores exactly {@code held}, so that its alert is high, not critical
   */
  public static Verdict hold(Thresholds thresholds) {
    return new Verdict(Decision.HELD, thresholds.held(), List.of(REASON), VERSION);
  }

  /** It passes. */
  public static Verdict pass() {
    return new Verdict(Decision.CLEAN, 0, List.of(REASON), VERSION);
  }
}
