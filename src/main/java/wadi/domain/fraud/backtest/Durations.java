package wadi.domain.fraud.backtest;

/** How long something took, many times over, in little room: percentiles are exact to 1/16. */
public final class Durations {
  private static final int STEPS = 16;
  private static final int STEP_BITS = 4;

  private final long[] buckets = new long[Long.SIZE * STEPS];
  private long count;
  private long sum;

  public void add(long nanos) {
    long value = Math.max(nanos, 1);
    buckets[bucket(value)]++;
    count++;
    sum += value;
  }

  /** In nanoseconds; 0 when nothing was measured. */
  public double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /**
   * In nanoseconds, rounded up; 0 when nothing was measured.
   *
   * @param share of those that took no longer, 0 to 1
   */
  public long percentile(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= wanted && seen > 0) return end(i);
    }
    return 0;
  }

  private static int bucket(long value) {
    int magnitude = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int shift = Math.max(0, magnitude - STEP_BITS);
    return value < STEPS ? (int) value : (shift + 1) * STEPS + (int) ((value >> shift) - STEPS);
  }

  private static long end(int bucket) {
    if (bucket < STEPS) return bucket;
    int shift = bucket / STEPS - 1;
    return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
  }
}
