package wadi.platform;

import java.time.Duration;

/**
 * Wakes who waits for new work of this process; work of other processes is found by looking again from time to time.
 * A ring between two waits is not lost.
 */
public final class Doorbell {
  private long rings;

  public synchronized void ring() {
    rings++;
    notifyAll();
  }

  /** How often it rang so far. */
  public synchronized long rings() {
    return rings;
  }

  /** Returns when it rang after {@code heard} times, or when the time is over. */
  public synchronized void await(long heard, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis(); rings == heard && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }
}
