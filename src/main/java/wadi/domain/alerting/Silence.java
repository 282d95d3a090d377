package wadi.domain.alerting;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Nobody is told of alerts like these for a while.
 *
 * @param matchers all must hold
 * @param who asked for it
 */
public record Silence(long id, List<Matcher> matchers, Instant from, Instant until, String reason, String who) {
  /** Whether it is on. */
  public boolean isOn(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /** For people. */
  public String inWords() {
    return "silenced by %d until %s (%s, %s): %s".formatted(id, until, who, matchers.stream().map(Matcher::toString).collect(Collectors.joining(" ")), reason);
  }
}
