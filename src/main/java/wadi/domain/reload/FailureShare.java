package wadi.domain.reload;

/**
 * How many of a route's exchanges failed.
 *
 * @param exchanges at most 10^8, which no route reaches in five minutes
 * @param failures from 0 to {@code exchanges}
 */
public record FailureShare(long exchanges, long failures) {
  /** Of a route that has seen nothing, or is not there. Its share counts as 0. */
  public static final FailureShare NONE = new FailureShare(0, 0);

  private static final long MOST = 100_000_000;

  public FailureShare {
    if (failures < 0 || failures > exchanges || exchanges > MOST) {
      throw new IllegalArgumentException(failures + " failures of " + exchanges + " exchanges");
    }
  }

  /** For example {@code 3 of 400 (0.8 %)}. */
  String inWords() {
    if (exchanges == 0) {
      return "none of 0";
    }
    long tenths = Math.round(1000.0 * failures / exchanges);
    return failures + " of " + exchanges + " (" + tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " %)";
  }
}
