package wadi.domain.fraud.backtest;

import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Verdict;

/** What two rule books make of the same transactions. */
public final class Comparison {
  private final Side before = new Side();
  private final Side after = new Side();
  private final long[][] decisions = new long[Decision.values().length][Decision.values().length];

  /** @param pattern empty when it has none */
  public void add(Label label, String pattern, Verdict old, Verdict now) {
    before.add(label, pattern, old);
    after.add(label, pattern, now);
    decisions[old.decision().ordinal()][now.decision().ordinal()]++;
  }

  public Side before() {
    return before;
  }

  public Side after() {
    return after;
  }

  /** How many were decided so by the old rules, and so by the new ones. */
  public long rows(Decision old, Decision now) {
    return decisions[old.ordinal()][now.ordinal()];
  }

  public long rows() {
    return sum(true);
  }

  /** How many were decided differently. */
  public long changed() {
    return sum(false);
  }

  private long sum(boolean same) {
    long sum = 0;
    for (Decision old : Decision.values()) {
      for (Decision now : Decision.values()) if (same || old != now) sum += rows(old, now);
    }
    return sum;
  }
}
