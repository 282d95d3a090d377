package wadi.domain.fraud;

/**
 * Counts and sums by sixtieths of a window: a ring in which the newest takes the place of the oldest. It holds one more than
 * sixty, because the window begins somewhere within the oldest; what of that one is too old counts until all of it is.
 */
final class Buckets {
  static final int PER_WINDOW = 60;
  private static final int HELD = PER_WINDOW + 1;

  private final long width;
  private final int[] counts;
  private final double[] sums;
  private long newest = Long.MIN_VALUE;

  /** @param length of the window in milliseconds, a multiple of 60 */
  Buckets(long length) {
    width = length / PER_WINDOW;
    counts = new int[HELD];
    sums = new double[HELD];
  }

  private Buckets(Buckets other) {
    width = other.width;
    counts = other.counts.clone();
    sums = other.sums.clone();
    newest = other.newest;
  }

  Buckets copy() {
    return new Buckets(this);
  }

  void add(long at, double amount) {
    advance(at);
    long bucket = Math.floorDiv(at, width);
    if (bucket <= newest - HELD) return;
    int place = Math.floorMod(bucket, HELD);
    if (counts[place] < Integer.MAX_VALUE) counts[place]++;
    sums[place] += amount;
  }

  /** Forgets what is too old at this time; time that goes back changes nothing. */
  void advance(long now) {
    long bucket = Math.floorDiv(now, width);
    if (bucket <= newest) return;
    long emptyFrom = newest < bucket - HELD ? bucket - HELD + 1 : newest + 1;
    for (long empty = emptyFrom; empty <= bucket; empty++) {
      counts[Math.floorMod(empty, HELD)] = 0;
      sums[Math.floorMod(empty, HELD)] = 0;
    }
    newest = bucket;
  }

  long count() {
    long count = 0;
    for (int each : counts) count += each;
    return count;
  }

  double sum() {
    double sum = 0;
    for (double each : sums) sum += each;
    return sum;
  }
}
