package wadi.domain.sites;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one check says of one track.
 *
 * @param trouble nothing: it was good
 * @param causes why, one line each
 */
public record Result(Instant at, Optional<Trouble> trouble, List<String> causes) {
  /** A certificate that expires sooner is urgent. */
  static final Duration URGENT = Duration.ofDays(3);

  public boolean isGood() {
    return trouble.isEmpty();
  }

  /** Whether the site is up. */
  public static Result ofAvailability(Observation seen) {
    return ofAvailability(seen.at(), seen.outcome(), seen.causes());
  }

  /** The same, of what is left of an earlier one. */
  public static Result ofAvailability(Instant at, Outcome outcome, List<Cause> causes) {
    return new Result(at, Trouble.of(outcome), texts(causes, outcome != Outcome.UP, false));
  }

  /** Whether its certificate is good for long; empty when nobody could look, because the site did not come so far. */
  public static Optional<Result> ofCertificate(Observation seen) {
    return ofCertificate(seen.at(), seen.outcome(), seen.certificateExpires(), seen.causes());
  }

  /** The same, of what is left of an earlier one. */
  public static Optional<Result> ofCertificate(Instant at, Outcome outcome, Optional<Instant> expires, List<Cause> causes) {
    List<String> texts = texts(causes, false, true);
    if (!texts.isEmpty()) {
      boolean urgent = expires.filter(end -> end.isBefore(at.plus(URGENT))).isPresent();
      return Optional.of(new Result(at, Optional.of(urgent ? Trouble.CERTIFICATE_URGENT : Trouble.CERTIFICATE), texts));
    }
    return outcome == Outcome.DOWN && expires.isEmpty() ? Optional.empty() : Optional.of(new Result(at, Optional.empty(), List.of()));
  }

  /** A slow answer is no cause of an outage: of several kinds, the worst count. */
  private static List<String> texts(List<Cause> causes, boolean worst, boolean certificate) {
    Outcome of = worst ? Outcome.of(causes) : Outcome.UP;
    return causes.stream().filter(cause -> certificate ? cause.kind() == Cause.Kind.CERTIFICATE : worst && cause.kind().outcome() == of).map(Cause::text).distinct().toList();
  }
}
