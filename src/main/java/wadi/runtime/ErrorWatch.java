package wadi.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.errors.RouteFailures;
import wadi.domain.reload.FailureComparison;
import wadi.domain.reload.FailureShare;
import wadi.domain.reload.FailureVerdict;

/**
 * For a while after a switch, looks whether a route of the new generation fails more than it did in the old one. Ends by
 * itself when that time is over, or when it has told so, once.
 */
final class ErrorWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Map<String, FailureShare> before;
  private final RouteFailures after;
  private final LongSupplier nanos;
  private final long end;
  private final Consumer<FailureVerdict> worse;
  /** Taken by whoever comes first: the verdict or the end. */
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ErrorWatch(Map<String, FailureShare> before, RouteFailures after, LongSupplier nanos, Duration limit, Consumer<FailureVerdict> worse) {
    this.before = before;
    this.after = after;
    this.nanos = nanos;
    this.end = nanos.getAsLong() + limit.toNanos();
    this.worse = worse;
  }

  /**
   * Begins at once, on a thread of its own.
   *
   * @param before by route, of the generation that was replaced when it was
   * @param after of the one that took over
   * @param nanos as {@link System#nanoTime}
   * @param limit how long to watch; not at all when it is zero
   * @param worse called at most once, on the watch's thread; not any more when {@link #close} came first
   */
  static ErrorWatch begin(Map<String, FailureShare> before, RouteFailures after, LongSupplier nanos, Duration limit, Consumer<FailureVerdict> worse) {
    ErrorWatch watch = new ErrorWatch(before, after, nanos, limit, worse);
    if (limit.isZero()) {
      watch.close();
      return watch;
    }
    Thread thread = new Thread(watch::run, "watch-errors");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      boolean last = false;
      while (!over.get() && !last) {
        last = nanos.getAsLong() - end >= 0;
        look();
        last |= closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.set(true);
    }
  }

  private void look() {
    List<FailureComparison> routes = after.shares().keySet().stream()
        .map(route -> after.compare(route, before.getOrDefault(route, FailureShare.NONE))).toList();
    FailureVerdict.of(routes).filter(verdict -> over.compareAndSet(false, true)).ifPresent(this::tell);
  }

  private void tell(FailureVerdict verdict) {
    try {
      worse.accept(verdict);
    } catch (RuntimeException | Error e) {
      LOG.error("{}, and nothing could be done about it", verdict.sentence(), e);
    }
  }

  /** Whether it still looks. */
  boolean isOn() {
    return !over.get();
  }

  /** Ends it without waiting: a verdict it is telling at this moment is told to its end. */
  @Override
  public void close() {
    over.set(true);
    closed.countDown();
  }
}
