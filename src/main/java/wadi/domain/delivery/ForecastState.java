package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the day carries what waits, as people know it and as it is.
 *
 * @param told people believe that it does not
 * @param seen it does not
 * @param since when {@code seen} was first so
 */
public record ForecastState(boolean told, boolean seen, Instant since) {
  /** So long must a state hold before people hear of it. */
  public static final Duration HOLDS = Duration.ofMinutes(1);

  /** What is seen now; a clock that went back begins anew. */
  public ForecastState see(boolean isShort, Instant now) {
    return isShort == seen && !since.isAfter(now) ? this : new ForecastState(told, isShort, now);
  }

  /** Whether people must hear of it now. */
  public boolean isDue(Instant now) {
    return seen != told && !now.isBefore(since.plus(HOLDS));
  }

  /** They have heard. */
  public ForecastState afterTelling() {
    return new ForecastState(seen, seen, since);
  }
}
