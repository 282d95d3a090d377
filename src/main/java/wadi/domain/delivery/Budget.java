package wadi.domain.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many messages a provider takes in each calendar window of its own time zone; no windows means as many as we like.
 *
 * @param limits one for each unit of time
 */
public record Budget(List<Limit> limits, ZoneId zone) {

  /** At most {@code most} messages in each {@code unit}. */
  public record Limit(int most, ChronoUnit unit) {}

  /** The window of one limit that is open at some instant. */
  public record Window(String unit, Instant starts, int most) {}

  public Budget {
    limits = List.copyOf(limits);
  }

  /**
   * Reads {@code 12 per hour, 300 per day} or {@code unlimited}.
   *
   * @throws IllegalArgumentException in words for the person who wrote it
   */
  public static Budget parse(String text, ZoneId zone) {
    List<Limit> limits = new ArrayList<>();
    if (!text.strip().equals("unlimited")) {
      for (String part : text.split(",", -1)) {
        limits.add(limit(part.strip(), text));
      }
    }
    if (limits.stream().map(Limit::unit).distinct().count() < limits.size()) {
      throw new IllegalArgumentException("the budget \"" + text + "\" limits one unit of time twice; write each unit once");
    }
    return new Budget(limits, zone);
  }

  private static Limit limit(String part, String whole) {
    String[] words = part.split("\\s+");
    if (words.length == 3 && words[0].matches("\\d{1,9}") && words[1].equals("per")) {
      int most = Integer.parseInt(words[0]);
      switch (words[2].toLowerCase(Locale.ROOT)) {
        case "second":
          return new Limit(most, ChronoUnit.SECONDS);
        case "minute":
          return new Limit(most, ChronoUnit.MINUTES);
        case "hour":
          return new Limit(most, ChronoUnit.HOURS);
        case "day":
          return new Limit(most, ChronoUnit.DAYS);
        default:
          break;
      }
    }
    throw new IllegalArgumentException(
        "the budget \"" + whole + "\" cannot be read; write for example \"12 per hour, 300 per day\" or \"unlimited\"");
  }

  /** The windows open at {@code now}; hours and days begin where the provider's clock says so. */
  public List<Window> windowsAt(Instant now) {
    return limits.stream()
        .map(l -> new Window(l.unit().name().toLowerCase(Locale.ROOT), start(l.unit(), now.atZone(zone)).toInstant(), l.most()))
        .toList();
  }

  /** A day begins at its first midnight: where clocks go back at midnight there are two, and one day all the same. */
  private ZonedDateTime start(ChronoUnit unit, ZonedDateTime now) {
    return unit == ChronoUnit.DAYS ? now.toLocalDate().atStartOfDay(zone) : now.truncatedTo(unit);
  }
}
