package wadi.camel.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.RetryPolicy;
import wadi.domain.delivery.SendFailure;

/** What becomes of a delivery whose send failed; docs/delivery.md has the table. */
final class SendFailures {
  private final RetryPolicy retries;
  private final Clock clock;
  private final FailureLog log;

  SendFailures(String channel, RetryPolicy retries, Clock clock) {
    this.retries = retries;
    this.clock = clock;
    this.log = new FailureLog(channel, clock);
  }

  Outcome outcome(SendFailure failure, Delivery delivery) {
    Instant now = clock.instant();
    Outcome outcome = retries.after(failure, delivery, now, ThreadLocalRandom.current().nextDouble());
    log.tell(delivery, failure, outcome);
    return outcome;
  }

  static SendFailure failure(Throwable thrown, Instant now) {
    return ofRoute(thrown).or(() -> SmtpFailures.of(thrown)).or(() -> HttpFailures.of(thrown, now))
        .orElseGet(() -> new SendFailure(SendFailure.Kind.OURS, deepest(thrown)));
  }

  private static Optional<SendFailure> ofRoute(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof SendDeferred deferred) {
        return Optional.of(new SendFailure(deferred.isTried() ? SendFailure.Kind.PASSING : SendFailure.Kind.NOT_TRIED, deferred.ofProvider(), String.valueOf(e.getMessage()), deferred.pause()));
      }
      SendFailure.Kind kind = e instanceof SendRefused ? SendFailure.Kind.REFUSED
          : e instanceof SendMisconfigured ? SendFailure.Kind.OURS
          : e instanceof SendUnanswered ? SendFailure.Kind.UNANSWERED : null;
      if (kind != null) {
        return Optional.of(new SendFailure(kind, String.valueOf(e.getMessage())));
      }
    }
    return Optional.empty();
  }

  /** A mistake in a route or a bean: its class says where to look, its message may quote the message that was sent. */
  private static String deepest(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getClass().getName() + (last.getStackTrace().length == 0 ? "" : " at " + last.getStackTrace()[0]);
  }
}
