package wadi.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Until when something is of use, as people write it: so long from now, or a time. */
final class Deadline {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

  private Deadline() {}

  /** As a time in UTC. */
  static String of(String text, CommandLine command) {
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      String days = span.group(2).equals("d") ? "P" : "PT";
      return Instant.now().plus(Duration.parse(days + span.group(1) + span.group(2).toUpperCase(Locale.ROOT))).toString();
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeParseException e) {
      throw new ParameterException(command, "--new-deadline must be so long, for example 30m, 2h or 1d, or a time such as 2026-11-20T12:00:00Z.");
    }
  }
}
