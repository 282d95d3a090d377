package wadi.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a generation, beside the one that has taken over: it takes nothing new, finishes what it has taken, for so long as it
 * may, and is closed. What is left then is given back: to the broker or the table it came from, or with 503 to the client.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration FORCE = Duration.ofSeconds(15);
  /** For what was interrupted. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private final Generation generation;
  private final Duration most;
  private final Thread thread;

  /**
   * Not begun yet.
   *
   * @param most how long exchanges under way may go on
   * @param after done when it has ended
   */
  Drain(Generation generation, Duration most, Runnable after) {
    this.generation = generation;
    this.most = most;
    this.thread = new Thread(() -> {
      try {
        run();
      } finally {
        after.run();
      }
    }, "drain-" + generation.number());
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** Waits for its end. */
  void await() throws InterruptedException {
    thread.join();
  }

  private void run() {
    long end = System.nanoTime() + most.toNanos();
    generation.context().getExecutorServiceManager().setShutdownAwaitTermination(Math.max(1, most.toMillis()));
    List<Thread> consumers = Stream.of(ConsumerKind.EXCLUSIVE, ConsumerKind.COMPETING).map(kind -> beside("stop-consumers", () -> generation.stop(kind))).toList();
    try {
      for (Thread stopping : consumers) {
        stopping.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
      awaitEnd(end);
      boolean finished = generation.underWay() == 0 && consumers.stream().noneMatch(Thread::isAlive);
      if (!finished) {
        LOG.warn("generation {} has not finished within {} s and gives back what is left in {}", generation.number(), most.toSeconds(),
            generation.busyRoutes());
        generation.giveUp();
        awaitEnd(System.nanoTime() + LAST.toNanos());
        generation.leaveBroker();
      }
      Thread closing = beside("close-generation", () -> generation.end(finished ? FORCE : LAST));
      closing.join(2 * FORCE.toMillis());
      if (closing.isAlive()) {
        LOG.error("generation {} cannot be ended: a step of {} does not return, and keeps its thread until it does", generation.number(),
            generation.busyRoutes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for what is under way, not beyond this time. */
  private void awaitEnd(long end) throws InterruptedException {
    while (generation.underWay() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private Thread beside(String name, Runnable work) {
    Thread beside = new Thread(work, name + "-" + generation.number());
    beside.setDaemon(true);
    beside.start();
    return beside;
  }
}
