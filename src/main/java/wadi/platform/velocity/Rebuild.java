package wadi.platform.velocity;

import io.micrometer.core.instrument.Counter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.fraud.Window;
import wadi.platform.Faults;
import wadi.platform.ports.Hindsight;
import wadi.platform.ports.PastTransaction;
import wadi.platform.ports.Sighting;
import wadi.platform.postgres.PastTransactions;
import wadi.platform.postgres.PastTransactions.Page;
import wadi.platform.postgres.PastTransactions.Place;

/**
 * Fills windows in memory that have just begun with what the journal knows, the latest first, so that the shorter ones are whole
 * soon. What is counted live in the meantime stays counted once: only what was received before goes in.
 */
final class Rebuild implements Runnable {
  /** A shorter window is whole by itself soon enough. */
  static final Duration LONGER_THAN = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  /** So often in a row it tries again, after pauses of 1 s, 2 s, 4 s and so on up to a minute: about five minutes. */
  private static final int TRIES = 10;

  private final InProcessVelocity velocity;
  private final PastTransactions journal;
  private final Counter counter;
  private final int most;
  private final String names;
  private final Set<Window> wanted;
  private final Instant before;
  private final Instant from;
  private final Hindsight hindsight;
  private final boolean whole;
  private Instant reached;
  private int read;
  private volatile boolean over;

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
    this.names = windows.stream().map(Window::id).collect(Collectors.joining(", "));
    this.wanted = new HashSet<>(windows);
    this.before = before;
    this.from = before.minus(windows.stream().map(Window::length).max(Comparator.naturalOrder()).orElseThrow());
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

  /** From now on no other windows than these are filled. */
  synchronized void only(Set<Window> named) {
    wanted.retainAll(named);
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void run() {
    long began = System.nanoTime();
    try {
      fill();
      LOG.info("velocity windows {} hold {} transactions since {}, read from the journal in {} ms", names, read, reached, (System.nanoTime() - began) / 1_000_000);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("velocity windows {} hold only what was since {}: the journal cannot be read on: {}", names, reached, Faults.nameOf(e));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
    }
  }

  private void fill() throws SQLException, InterruptedException {
    Optional<Place> next = Optional.of(Place.at(before));
    while (next.isPresent() && read < most && isWanted()) {
      Page page = page(next.get());
      for (PastTransaction transaction : page.rows()) {
        count(transaction);
      }
      next = page.next();
      if (next.isEmpty()) {
        reached = from;
      }
      tell();
    }
  }

  /** The database may be away or busy for a while; what was read before is not read again. */
  private Page page(Place next) throws SQLException, InterruptedException {
    for (int failed = 0;; failed++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        return journal.page(from, next, most - read);
      } catch (SQLException e) {
        if (failed == TRIES) {
          throw e;
        }
        if (failed == 0) {
          LOG.warn("velocity windows {} hold only what was since {} so far: the journal cannot be read on just now: {}", names, reached, Faults.nameOf(e));
        }
        TimeUnit.SECONDS.sleep(Math.min(60, 1L << failed));
      }
    }
  }

  private synchronized boolean isWanted() {
    return !wanted.isEmpty();
  }

  private synchronized void count(PastTransaction transaction) {
    List<Sighting> sightings = hindsight.of(transaction).stream()
        .filter(sighting -> wanted.contains(sighting.window()) && transaction.receivedAt().isAfter(before.minus(sighting.window().length()))).toList();
    velocity.restore(transaction.receivedAt(), sightings);
    reached = transaction.receivedAt();
    counter.increment();
    read++;
  }

  private synchronized void tell() {
    if (whole) {
      wanted.forEach(window -> {
        Instant begins = before.minus(window.length());
        velocity.restored(window, reached.isAfter(begins) ? reached : begins);
      });
    }
  }
}
