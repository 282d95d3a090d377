package wadi.domain.fraud.backtest;

/** How often one rule matched. */
public final class Hits {
  private final long[] byLabel = new long[Label.values().length];
  private long failed;

  void add(Label label) {
    byLabel[label.ordinal()]++;
  }

  void addFailure() {
    failed++;
  }

  public long all() {
    long all = 0;
    for (long hits : byLabel) all += hits;
    return all;
  }

  public long of(Label label) {
    return byLabel[label.ordinal()];
  }

  /** How often it could not be evaluated. */
  public long failed() {
    return failed;
  }
}
