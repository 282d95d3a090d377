package wadi.platform.velocity;

import io.micrometer.core.instrument.Counter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.fraud.Window;
import wadi.platform.Faults;
import wadi.platform.ports.Hindsight;
import wadi.platform.ports.PastTransaction;
import wadi.platform.ports.Sighting;
import wadi.platform.postgres.PastTransactions;

/**
 * Fills windows in memory that have just begun with what the journal knows, the latest first, so that the shorter ones are whole
 * soon. What is counted live in the meantime stays counted once: only what was received before goes in.
 */
final class Rebuild implements Runnable {
  /** A shorter window is whole by itself soon enough. */
  static final Duration LONGER_THAN = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
  private static final int TOLD_EVERY = 1_000;

  private final InProcessVelocity velocity;
  private final PastTransactions journal;
  private final Counter counter;
  private final int most;
  private final List<Window> windows;
  private final Set<Window> wanted;
  private final Instant before;
  private final Hindsight hindsight;
  private final boolean whole;
  private Instant reached;
  private int counted;

  /**
   * @param journal and how many of its rows are read at most
   * @param before when the first may have been counted live
   * @param whole whether the journal has all transactions
   */
  Rebuild(InProcessVelocity velocity, Source journal, List<Window> windows, Instant before, Hindsight hindsight, boolean whole) {
    this.velocity = velocity;
    this.journal = journal.rows();
    this.most = journal.most();
    this.counter = journal.counter();
    this.windows = windows;
    this.wanted = Set.copyOf(windows);
    this.before = before;
    this.hindsight = hindsight;
    this.whole = whole;
    this.reached = before;
  }

  /**
   * Where what was before is read from.
   *
   * @param most rows
   * @param counter of rows
   */
  record Source(PastTransactions rows, int most, Counter counter) {}

  @Override
  public void run() {
    long began = System.nanoTime();
    String names = windows.stream().map(Window::id).collect(Collectors.joining(", "));
    try {
      Duration longest = windows.stream().map(Window::length).max(Comparator.naturalOrder()).orElseThrow();
      int rows = journal.each(before.minus(longest), before, most, this::count);
      boolean ended = !Thread.currentThread().isInterrupted();
      if (rows < most && ended) {
        reached = before.minus(longest);
      }
      tell();
      if (ended) {
        LOG.info("velocity windows {} hold {} transactions since {}, read from the journal in {} ms", names, counted, reached, (System.nanoTime() - began) / 1_000_000);
      }
    } catch (SQLException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn("velocity windows {} hold only what was since {}: the journal cannot be read on: {}", names, reached, Faults.nameOf(e));
      }
    }
  }

  private boolean count(PastTransaction transaction) {
    List<Sighting> sightings = hindsight.of(transaction).stream()
        .filter(sighting -> wanted.contains(sighting.window()) && transaction.receivedAt().isAfter(before.minus(sighting.window().length()))).toList();
    velocity.restore(transaction.receivedAt(), sightings);
    reached = transaction.receivedAt();
    counter.increment();
    if (++counted % TOLD_EVERY == 0) {
      tell();
    }
    return !Thread.currentThread().isInterrupted();
  }

  private void tell() {
    if (whole) {
      windows.forEach(window -> {
        Instant begins = before.minus(window.length());
        velocity.restored(window, reached.isAfter(begins) ? reached : begins);
      });
    }
  }
}
