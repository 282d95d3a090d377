package wadi.platform.ports;

import java.time.Instant;
import java.util.List;
import wadi.domain.alerting.Silence;

/** Which alerts nobody is told of for a while. */
public interface Silences {
  /** Those that are on, the oldest first. */
  @Reads
  List<Silence> current(Instant now);

  /** Writes down that nobody was told of an alert, with the transaction of this thread. */
  void mark(long alertId, long silenceId);
}
