package wadi.domain.mail;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as producers write them: ISO 8601, with a T or a blank between date and hour, and always with an offset. */
public final class WrittenTime {
  /** Python's {@code str} of a time has a blank. */
  private static final Pattern BLANK = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) ");
  private static final int LONGEST = 64;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9998;

  private WrittenTime() {}

  /** Empty when it is no such time, or one that no mentoring has. */
  public static Optional<OffsetDateTime> read(String text) {
    return ofAnyYear(text).filter(time -> time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR);
  }

  /** Whether it is such a time, but of a year before 1970 or after 9998. */
  public static boolean isFarAway(String text) {
    return ofAnyYear(text).isPresent() && read(text).isEmpty();
  }

  private static Optional<OffsetDateTime> ofAnyYear(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(BLANK.matcher(text.strip()).replaceFirst("$1T")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
