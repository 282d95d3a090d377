package wadi.domain.sites;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as producers of checks write them: {@code 2026-03-01 10:00:00.123456}, by the clocks of their machines. */
public final class WrittenTimes {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final Pattern BLANK = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) ");
  private static final Pattern OFFSET = Pattern.compile(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$");
  private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)?$");
  private static final int LONGEST = 64;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9998;

  private WrittenTimes() {}

  /** To the microsecond. */
  static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  /** As producers write it. */
  public static String text(LocalDateTime time) {
    return FORM.format(time);
  }

  /**
   * Reads one; one that names its offset is brought to the zone of those that do not.
   *
   * @return empty when it is no time, or one before 1970
   */
  public static Optional<LocalDateTime> read(String written, ZoneId zone) {
    String text = BLANK.matcher(written.strip()).replaceFirst("$1T");
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      boolean hasOffset = text.indexOf('T') > 0 && OFFSET.matcher(text.substring(text.indexOf('T'))).matches();
      LocalDateTime time = hasOffset ? OffsetDateTime.parse(SHORT_OFFSET.matcher(text).replaceFirst("$1:$2").replaceFirst(":$", ":00")).atZoneSameInstant(zone).toLocalDateTime()
          : LocalDateTime.parse(text);
      return Optional.of(time.truncatedTo(ChronoUnit.MICROS)).filter(t -> t.getYear() >= FIRST_YEAR && t.getYear() <= LAST_YEAR);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
