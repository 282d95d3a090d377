package wadi.domain.sites;

import java.time.Duration;
import java.time.Instant;

/**
 * When a site is checked: once in each of its intervals, always at the same place in it, which its number says. So sites of one interval spread over it,
 * nothing drifts, and what was missed is not caught up with.
 *
 * @param every at least a millisecond
 * @param offset of its place from the beginning of the interval
 */
public record Rhythm(Duration every, Duration offset) {
  /** 2^64 divided by the golden ratio: numbers that follow each other lie far apart. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Of the site with this number. */
  public static Rhythm of(int siteId, Duration every) {
    double place = ((siteId * SPREAD) >>> 11) / (double) (1L << 53);
    return new Rhythm(every, Duration.ofMillis((long) (place * every.toMillis())));
  }

  /** The first time after this one. */
  public Instant after(Instant time) {
    long interval = Math.max(1, every.toMillis());
    long begun = Math.floorDiv(time.toEpochMilli() - offset.toMillis(), interval);
    return Instant.ofEpochMilli((begun + 1) * interval + offset.toMillis());
  }
}
