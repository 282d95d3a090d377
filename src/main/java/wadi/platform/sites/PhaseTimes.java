package wadi.platform.sites;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import wadi.domain.sites.Phases;

/** Measures where the time of one probe goes. Of one thread. */
final class PhaseTimes {
  enum Phase {
    RESOLVE, CONNECT, TLS, PROCESSING, TRANSFER
  }

  private final long began = System.nanoTime();
  private final Map<Phase, Duration> spent = new EnumMap<>(Phase.class);
  private Optional<Duration> headers = Optional.empty();
  private Phase now = Phase.RESOLVE;
  private long since;
  private boolean running;

  /** Begins a phase, and ends the one before. */
  void enter(Phase phase) {
    stop();
    now = phase;
    since = System.nanoTime();
    running = true;
  }

  /** The one that it is in, or was in last. */
  Phase now() {
    return now;
  }

  /** Ends the phase that it is in. */
  void stop() {
    if (running) {
      spent.merge(now, Duration.ofNanos(System.nanoTime() - since), Duration::plus);
      running = false;
    }
  }

  /** The headers of an answer are there. */
  Duration headers() {
    Duration after = Duration.ofNanos(System.nanoTime() - began);
    headers = Optional.of(after);
    return after;
  }

  /** All that was measured, as it is over now. */
  Phases phases() {
    stop();
    return new Phases(of(Phase.RESOLVE), of(Phase.CONNECT), of(Phase.TLS), of(Phase.PROCESSING), of(Phase.TRANSFER), headers, Duration.ofNanos(System.nanoTime() - began));
  }

  private Optional<Duration> of(Phase phase) {
    return Optional.ofNullable(spent.get(phase));
  }
}
