package wadi.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import wadi.domain.reload.FailureShare;

/**
 * Watches the generation that has taken over. The one before stays the way back, and what it is measured by, until the new one
 * has shown for {@code reload.watch-errors-for} that it fails no more than that; reloads in quick succession are all measured by
 * the last one that has shown it.
 */
final class Watchman implements AutoCloseable {
  private final Consumer<Bad> bad;
  private Proven proven;
  private ErrorWatch watch;

  /**
   * The last generation that nothing was said against.
   *
   * @param shares how often its routes failed when it was replaced
   */
  record Proven(long number, String hash, byte[] archive, Map<String, FailureShare> shares) {
    static Proven of(Generation generation) {
      return new Proven(generation.number(), generation.hash(), generation.files().archive(), generation.failures().shares());
    }
  }

  /**
   * A generation that fails more than the proven one.
   *
   * @param since before it took over, by the database's clock
   */
  record Bad(Generation generation, Proven before, Instant since, String verdict) {}

  /** @param bad called on a thread of its own */
  Watchman(Consumer<Bad> bad) {
    this.bad = bad;
  }

  /** {@code next} has taken over from {@code old}, after {@code since}. */
  synchronized void replaced(Generation old, Generation next, Instant since) {
    if (watch == null || !watch.isOn()) {
      proven = Proven.of(old);
    }
    close();
    Proven before = proven;
    Duration most = next.files().settings().duration("reload.watch-errors-for");
    watch = ErrorWatch.begin(before.shares(), next.failures(), System::nanoTime, most, verdict -> bad.accept(new Bad(next, before, since, verdict.sentence())));
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
