package wadi.platform;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clock that shows another time and may run faster, so that a day of budgets can be tried in a minute. All processes that are
 * given the same text show the same time.
 */
public final class TrialClock extends Clock {
  private static final Pattern TEXT = Pattern.compile("(\\S+) at (\\S+) x ([0-9]{1,6})");

  private final Instant shown;
  private final Instant real;
  private final long speed;
  private final ZoneId zone;

  private TrialClock(Instant shown, Instant real, long speed, ZoneId zone) {
    this.shown = shown;
    this.real = real;
    this.speed = speed;
    this.zone = zone;
  }

  /** The clock of the property {@code trial.clock}; the system's when it says nothing. */
  public static Clock of(Settings settings) {
    return settings.optional("trial.clock").map(TrialClock::parse).orElseGet(Clock::systemUTC);
  }

  /**
   * Reads {@code 2026-11-20T00:00:00Z at 2026-11-22T09:30:00Z x 720}: shows the first time at the second, and runs so many times as fast.
   *
   * @throws StartupException says how to write it
   */
  static Clock parse(String text) {
    Matcher match = TEXT.matcher(text.strip());
    try {
      if (match.matches()) {
        return new TrialClock(Instant.parse(match.group(1)), Instant.parse(match.group(2)), Long.parseLong(match.group(3)), ZoneOffset.UTC);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new StartupException(("The property trial.clock is \"%s\"; it must be empty, or like \"2026-11-20T00:00:00Z at 2026-11-22T09:30:00Z x 720\": "
        + "shows the first time at the second, and runs 720 times as fast.").formatted(text));
  }

  @Override
  public Instant instant() {
    return shown.plus(Duration.between(real, Instant.now()).multipliedBy(speed));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new TrialClock(shown, real, speed, other);
  }
}
