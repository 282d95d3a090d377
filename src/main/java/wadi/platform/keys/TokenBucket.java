package wadi.platform.keys;

/** Requests one client may still send: it fills evenly, and holds those of one second. */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final int perSecond;
  private double tokens;
  private long filledAt;

  /** @param now {@link System#nanoTime()} */
  TokenBucket(int perSecond, long now) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filledAt = now;
  }

  int perSecond() {
    return perSecond;
  }

  /** Takes one and says 0, or says after how many nanoseconds there will be one. */
  synchronized long take(long now) {
    tokens = Math.min(perSecond, tokens + Math.max(0, now - filledAt) / NANOS * perSecond);
    filledAt = now;
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perSecond * NANOS);
  }
}
