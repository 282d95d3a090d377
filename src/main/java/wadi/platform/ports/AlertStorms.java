package wadi.platform.ports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Many alerts about one card and kind: which are sent, and how many were not. */
public interface AlertStorms {

  /** What alerts are told apart by. */
  record Storm(String card, String kind) {}

  /**
   * What becomes of an alert.
   *
   * @param into the alert that was sent in its place, or null when it is sent itself
   * @param count how many were not sent before it, which it tells of when it is sent
   * @param since when the last message about the card went out, or null when count is 0
   */
  record Folding(Long into, int count, Instant since) {
    /** Whether it is not sent. */
    public boolean isFolded() {
      return into != null;
    }
  }

  /**
   * A storm whose time is over.
   *
   * @param alert the summary, as JSON: the worst of those that were not sent, with an id of its own
   * @param count how many were not sent
   * @param since when the last message about the card went out
   */
  record Summary(String alert, int count, Instant since) {}

  /**
   * Commits with the transaction of this thread, and lets alerts of the same card and kind wait until then. A transaction with several alerts
   * asks in the order of card and kind, or it may end in a deadlock with another.
   *
   * @param alertId written before
   * @param repeatAfter those of the same card and kind are folded for so long
   */
  Folding fold(Storm storm, String severity, long alertId, Instant now, Duration repeatAfter);

  /** Some whose time is over and that nobody has told of. They are the caller's for half a minute, and longer each time that brings nothing. */
  List<Storm> due(Instant now);

  /**
   * Writes its summary down, and begins to count anew; commits with the transaction of this thread. Empty when somebody else has told of it.
   *
   * @param alertId of the summary
   */
  Optional<Summary> end(Storm storm, long alertId, Instant now, Duration repeatAfter);
}
