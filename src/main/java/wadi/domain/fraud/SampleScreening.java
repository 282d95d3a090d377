package wadi.domain.fraud;

import java.util.List;

/** The screening of the original fraud_police ({@code fraud.mode=sample}): every tenth check is fraud, whatever it says. */
public final class SampleScreening {
  /** What {@link Verdict#rules()} says in this mode. */
  public static final String VERSION = "sample";

  private static final int EVERY = 10;
  /** Why a transaction is held in this mode. */
  public static final Reason REASON = new Reason("SAMPLE", "Every tenth check is held in sample mode");

  private SampleScreening() {}

  /**
   * The verdict of one check.
   *
   * @param count number of this check since the start, beginning with 1
   * @param thresholds a held one scores exactly {@code held}, so that its alert is high, not critical
   */
  public static Verdict check(long count, Thresholds thresholds) {
    if (count % EVERY != 0) return new Verdict(Decision.CLEAN, 0, List.of(), VERSION);
    return new Verdict(Decision.HELD, thresholds.held(), List.of(REASON), VERSION);
  }
}
