package wadi.camel.intake;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import wadi.platform.ports.IdempotencyKeys.Claim;

/**
 * How long a repeated request waits for the first one. Each holds a worker meanwhile, so only half of the workers wait for
 * long; beyond them a request waits while the first one is young, which is enough for one that takes its usual time. It
 * looks again with growing pauses, because the first one may be in another process.
 */
public final class Patience {
  private static final Duration YOUNG = Duration.ofSeconds(2);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 250;

  private final Duration most;
  private final Semaphore waiting;

  /**
   * @param most what one of them waits at most
   * @param workers requests worked on at the same time
   */
  public Patience(Duration most, int workers) {
    this.most = most;
    this.waiting = new Semaphore(workers / 2);
  }

  /** Asks until it is no longer running, or patience is over. */
  Claim whileRunning(Supplier<Claim> ask) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    Claim claim = ask.get();
    if (!(claim instanceof Claim.Running)) {
      return claim;
    }
    boolean seated = waiting.tryAcquire();
    try {
      for (long pause = FIRST_PAUSE_MILLIS; claim instanceof Claim.Running first; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || !seated && first.age().compareTo(YOUNG) > 0) {
          return claim;
        }
        TimeUnit.MILLISECONDS.sleep(Math.min(pause, left));
        claim = ask.get();
      }
      return claim;
    } finally {
      if (seated) {
        waiting.release();
      }
    }
  }
}
