package wadi.domain.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many messages a provider takes. Minutes, hours, days and months are calendar windows of its own time zone; a second
 * slides. No limits means as many as we like.
 *
 * @param limits one for each unit of time
 * @param concurrent how many may be on their way at the same time, over all processes
 */
public record Budget(List<Limit> limits, OptionalInt concurrent, ZoneId zone) {
  private static final Pattern CONCURRENT = Pattern.compile("concurrent\\s+([1-9]\\d{0,8})");
  private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})\\s+per\\s+(second|minute|hour|day|month)");

  /** At most {@code most} messages in each {@code unit}. */
  public record Limit(int most, ChronoUnit unit) {}

  /** The window of one limit that is open at some instant; that of a second holds what came after {@code starts}. */
  public record Window(String unit, Instant starts, int most) {}

  public Budget {
    limits = List.copyOf(limits);
  }

  /**
   * Reads {@code 12 per hour, 300 per day, concurrent 4} or {@code unlimited}.
   *
   * @throws IllegalArgumentException in words for the person who wrote it
   */
  public static Budget parse(String text, ZoneId zone) {
    List<Limit> limits = new ArrayList<>();
    List<Integer> concurrent = new ArrayList<>();
    if (!text.strip().equals("unlimited")) {
      for (String part : text.split(",", -1)) {
        Matcher together = CONCURRENT.matcher(part.strip().toLowerCase(Locale.ROOT));
        if (together.matches()) {
          concurrent.add(Integer.parseInt(together.group(1)));
        } else {
          limits.add(limit(part.strip(), text));
        }
      }
    }
    if (limits.stream().map(Limit::unit).distinct().count() < limits.size() || concurrent.size() > 1) {
      throw new IllegalArgumentException("the budget \"" + text + "\" limits one unit of time twice; write each unit once");
    }
    return new Budget(limits, concurrent.stream().mapToInt(Integer::intValue).findFirst(), zone);
  }

  private static Limit limit(String part, String whole) {
    Matcher limit = LIMIT.matcher(part.toLowerCase(Locale.ROOT));
    if (!limit.matches()) {
      throw new IllegalArgumentException(
          "the budget \"" + whole + "\" cannot be read; write for example \"12 per hour, 300 per day\" or \"unlimited\"");
    }
    return new Limit(Integer.parseInt(limit.group(1)), ChronoUnit.valueOf(limit.group(2).toUpperCase(Locale.ROOT) + "S"));
  }

  /** The limit of one unit of time. */
  public Optional<Limit> per(ChronoUnit unit) {
    return limits.stream().filter(limit -> limit.unit() == unit).findFirst();
  }

  /** The windows open at {@code now}; hours, days and months begin where the provider's clock says so. */
  public List<Window> windowsAt(Instant now) {
    return limits.stream().map(l -> new Window(word(l.unit()), starts(l.unit(), now), l.most())).toList();
  }

  /** The unit in the database: seconds, minutes, hours, days or months. */
  public static String word(ChronoUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  /** When the window that is open at {@code now} began. */
  public Instant starts(ChronoUnit unit, Instant now) {
    return unit == ChronoUnit.SECONDS ? now.minusSeconds(1) : calendar(unit, now.atZone(zone)).toInstant();
  }

  /** When the window that is open at {@code now} ends; that of a second always does. */
  public Instant ends(ChronoUnit unit, Instant now) {
    if (unit == ChronoUnit.SECONDS) {
      return now;
    }
    ZonedDateTime begin = calendar(unit, now.atZone(zone));
    return switch (unit) {
      case DAYS -> begin.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
      case MONTHS -> begin.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
      default -> begin.plus(1, unit).toInstant();
    };
  }

  /** A day begins at its first midnight: where clocks go back at midnight there are two, and one day all the same. */
  private ZonedDateTime calendar(ChronoUnit unit, ZonedDateTime now) {
    return switch (unit) {
      case DAYS -> now.toLocalDate().atStartOfDay(zone);
      case MONTHS -> now.toLocalDate().withDayOfMonth(1).atStartOfDay(zone);
      default -> now.truncatedTo(unit);
    };
  }
}
