package wadi.domain.delivery;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What becomes of the messages that wait for a channel, if no others come: played to the end of the day, or of the next
 * hour if that is later. A provider that is out counts as being there.
 *
 * @param quotas whose day or month is used up, and when
 * @param late how many cannot leave before they expire
 * @param urgentLate how many of these are urgent, of urgency 150 and more
 * @param left how many others do not leave today
 * @param urgentLeft how many of these are urgent
 * @param more there wait more than were looked at: each number may be larger
 */
public record Forecast(List<Quota> quotas, long late, long urgentLate, long left, long urgentLeft, boolean more) {
  static final int URGENT = 150;
  static final int CRITICAL = 200;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /**
   * When a provider's credits are used up.
   *
   * @param already they are now
   */
  public record Quota(String provider, Instant ends, ZoneId zone, boolean already) {}

  /** What was used of a window; {@code granted}: how many were handed out in it, where that is done. */
  public record Usage(String unit, Instant starts, long used, OptionalInt granted) {}

  /** A provider with what was used so far. */
  public record Provider(String name, ReleasePlan plan, List<Usage> usage) {}

  /** Equal messages that wait. */
  public record Waiting(int urgency, Optional<Instant> notBefore, Optional<Instant> expiresAt, Optional<String> only, long count) {}

  public Forecast {
    quotas = List.copyOf(quotas);
  }

  /**
   * @param providers in the order in which they take over for each other; at least one
   * @param queue the messages in the order in which they are sent
   * @param more the queue is only the beginning of what waits
   */
  public static Forecast of(List<Provider> providers, List<Waiting> queue, boolean more, Instant now) {
    return new ForecastRun(providers, queue, now).play(more);
  }

  /** The urgent ones that miss their time. */
  public long urgent() {
    return urgentLate + urgentLeft;
  }

  /** Whether the day cannot carry what waits. */
  public boolean isShort() {
    return late + left > 0;
  }

  /** When the last of {@code providers} has nothing left to give; empty when one of them always has. */
  public Optional<Instant> ends(int providers) {
    return quotas.size() < providers ? Optional.empty() : quotas.stream().map(Quota::ends).max(Comparator.naturalOrder());
  }

  /** For people, such as "quota for brevo ends at 15:40, 37 urgent mails will miss their time". */
  public String inWords(String channel) {
    List<String> words = new ArrayList<>();
    quotas.forEach(quota -> words.add("quota for " + quota.provider()
        + (quota.already() ? " is used up" : " ends at " + CLOCK.format(quota.ends().atZone(quota.zone())))));
    long others = late + left - urgent();
    if (urgent() > 0) {
      words.add(number(urgent(), "urgent ", channel) + " will miss " + (urgent() == 1 && !more ? "its" : "their") + " time");
    }
    if (late > urgentLate) {
      words.add(number(late - urgentLate, urgent() > 0 ? "other " : "", channel) + " will expire before " + (late - urgentLate == 1 && !more ? "it leaves" : "they leave"));
      others -= late - urgentLate;
    }
    if (others > 0) {
      words.add(number(others, urgent() > 0 || late > 0 ? "other " : "", channel) + " will not leave today");
    }
    return words.isEmpty() ? "all that waits leaves today" : String.join(", ", words) + (isShort() ? "" : ", all that waits leaves today");
  }

  private String number(long count, String kind, String channel) {
    String one = switch (channel) {
      case "email" -> "mail";
      case "sms" -> "SMS";
      default -> "message";
    };
    return (more ? "more than " : "") + count + " " + kind + one + (count == 1 && !more || channel.equals("sms") ? "" : "s");
  }
}
