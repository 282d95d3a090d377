package wadi.domain.fraud.backtest;

import wadi.domain.fraud.Decision;

/** How many transactions became what. */
public final class Outcomes {
  private final long[] counts = new long[Decision.values().length];

  void add(Decision decision) {
    counts[decision.ordinal()]++;
  }

  public long of(Decision decision) {
    return counts[decision.ordinal()];
  }

  public long rows() {
    long rows = 0;
    for (long count : counts) rows += count;
    return rows;
  }

  /** Those that somebody hears of: to review or held. */
  public long alarms() {
    return of(Decision.REVIEW) + of(Decision.HELD);
  }

  /** The share of alarms, 0 to 1; 0 without transactions. */
  public double alarmShare() {
    return rows() == 0 ? 0 : (double) alarms() / rows();
  }

  /** The share that was held, 0 to 1; 0 without transactions. */
  public double heldShare() {
    return rows() == 0 ? 0 : (double) of(Decision.HELD) / rows();
  }
}
