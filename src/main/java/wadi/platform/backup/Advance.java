package wadi.platform.backup;

import java.util.concurrent.atomic.AtomicLong;

/** How far a backup or a restore is, for somebody who looks on from another thread. */
public final class Advance {
  private final AtomicLong rows = new AtomicLong();
  private volatile long expected;

  void expect(long all) {
    expected = all;
  }

  void add(long more) {
    rows.addAndGet(more);
  }

  /** Rows that are done. */
  public long rows() {
    return rows.get();
  }

  /** 0 to 1; negative while nobody knows. */
  public double share() {
    return expected <= 0 ? -1 : Math.min(1, rows.get() / (double) expected);
  }
}
