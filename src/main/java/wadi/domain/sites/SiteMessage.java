package wadi.domain.sites;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A check as it travels over the broker, in the words of the site monitor that Wadi replaces. Two messages that are equal are copies of one.
 *
 * @param status empty when nobody answered
 * @param responseTime seconds until the headers of the answer
 * @param hasRegexp whether the site's regular expression was found; empty when nobody could look, or there is none
 * @param created when the check was made, by the clocks of its producer
 * @param modified when it was last changed there
 * @param comments empty, or why nobody answered
 */
public record SiteMessage(int siteId, Optional<Integer> status, Optional<Double> responseTime, Optional<Boolean> hasRegexp, Optional<LocalDateTime> created,
    Optional<LocalDateTime> modified, Optional<String> comments) {
  private static final String UNANSWERED = "Request Exception: ";
  private static final double MICROS = 1e6;

  /** What is told of a check; its times are those of UTC. */
  public static SiteMessage of(SiteCheck check) {
    Observation seen = check.seen();
    LocalDateTime made = WrittenTimes.utc(seen.at());
    return new SiteMessage(check.site().id(), seen.status(), seen.phases().headers().map(time -> Math.round(time.toNanos() / 1e3) / MICROS), seen.hasRegexp(),
        Optional.of(made), Optional.of(WrittenTimes.utc(seen.at().plus(seen.phases().total()))),
        seen.causes().stream().filter(SiteMessage::isUnanswered).findFirst().map(cause -> UNANSWERED + cause.text()));
  }

  private static boolean isUnanswered(Cause cause) {
    return cause.kind() == Cause.Kind.UNREACHABLE || cause.kind() == Cause.Kind.TLS;
  }
}
