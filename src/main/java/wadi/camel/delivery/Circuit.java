package wadi.camel.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.SendFailure;
import wadi.platform.ConnectionFault;

/**
 * Holds everything back from a provider that cannot be reached, says when it wants to be asked again, or failed several times in a
 * row: if each message waited for a time of its own, those whose time comes first would leave first when the provider is back, instead
 * of the urgent ones. After each pause, which doubles from 1 to 30 seconds, the most urgent message tries alone.
 */
final class Circuit {
  /** A provider that is reached but fails so often in a row is held to be out. */
  private static final int TOLERATED = 5;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Clock clock;
  private int inARow;
  private int pauses;
  private Instant until = Instant.MIN;
  private Duration length = Duration.ZERO;
  private String reason = "";

  Circuit(Clock clock) {
    this.clock = clock;
  }

  /**
   * The outcome of a send, put off to the end of the pause if the provider is out.
   *
   * @param failure null when it was sent
   */
  synchronized Outcome after(Throwable thrown, SendFailure failure, Outcome outcome) {
    if (failure == null || !failure.ofProvider() && (failure.kind() != SendFailure.Kind.UNANSWERED || SendUnanswered.isOfTarget(thrown))) {
      inARow = 0;
      pauses = 0;
      return outcome;
    }
    inARow++;
    Optional<Duration> asked = failure.pause().map(pause -> pause.compareTo(LONGEST_ASKED) < 0 ? pause : LONGEST_ASKED);
    if (pauses == 0 && inARow < TOLERATED && asked.isEmpty() && !isUnreachable(thrown)) {
      return outcome;
    }
    open(asked, failure.inWords());
    return outcome instanceof Outcome.RetryLater later && !later.perhapsSent() ? new Outcome.RetryLater(later.reason(), until) : outcome;
  }

  /** Sends that fail during a pause were under way when it began. */
  private void open(Optional<Duration> asked, String why) {
    Instant now = clock.instant();
    reason = why;
    if (pauses == 0 || !now.isBefore(until)) {
      long pause = Math.min(FIRST.toMillis() << Math.min(pauses, 10), LONGEST.toMillis());
      until = now.plusMillis(pause);
      pauses++;
    }
    until = asked.map(now::plus).filter(at -> at.isAfter(until)).orElse(until);
    length = Duration.between(now, until);
  }

  /**
   * How many may be claimed now: none during a pause, one after it when nothing else is under way, otherwise all.
   *
   * @param free sends that could begin
   * @param concurrency sends that could begin if none were under way
   */
  synchronized int most(int free, int concurrency) {
    if (pauses == 0) {
      return free;
    }
    Instant latest = clock.instant().plus(length);
    until = until.isAfter(latest) ? latest : until; // a clock that goes back makes no pause longer
    return clock.instant().isBefore(until) || free < concurrency ? 0 : 1;
  }

  /** How long to wait for new work: not beyond the end of the pause. */
  synchronized Duration atMost(Duration wait) {
    Duration left = pauses == 0 ? wait : Duration.between(clock.instant(), until);
    return left.isNegative() || left.isZero() || left.compareTo(wait) > 0 ? wait : left;
  }

  /** Whether the provider was out the last time. */
  synchronized boolean isOpen() {
    return pauses > 0;
  }

  /** Until when nothing is sent, and why; empty while it is closed. */
  synchronized Optional<Pause> pause() {
    return pauses == 0 ? Optional.empty() : Optional.of(new Pause(until, reason));
  }

  /** Why nothing is sent until then. */
  record Pause(Instant until, String reason) {}

  private static boolean isUnreachable(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ProviderUnreachable) {
        return true;
      }
    }
    return ConnectionFault.of(failure).filter(fault -> !fault.perhapsTaken()).isPresent();
  }
}
