package wadi.cli.send;

import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends messages one after the other, no faster than asked for, and waits for what becomes of them. */
public final class Dispatch {
  /** A broker that confirms nothing for so long does not confirm it any more. */
  private static final long PATIENCE_SECONDS = 60;
  private static final long PATIENCE_AFTER_STOP_SECONDS = 2;

  private final Outlet outlet;
  private final Tally tally;
  private final double rate;
  private final Semaphore free;
  private volatile boolean stopped;

  /** @param rate messages a second, or 0 for as many as go */
  public Dispatch(Outlet outlet, Tally tally, double rate) {
    this.outlet = outlet;
    this.tally = tally;
    this.rate = rate;
    free = new Semaphore(outlet.window());
  }

  /** Sends no more, and waits not much longer. */
  public void stop() {
    stopped = true;
  }

  /** Returns when it is known of every message what became of it, or when that takes too long. */
  public void run(Iterator<Outgoing> messages) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      for (long number = 0; messages.hasNext() && isTime(begun, number) && await(1); number++) {
        tally.sent();
        outlet.send(messages.next()).whenComplete((result, failure) -> {
          tally.add(failure == null ? result : Outlet.Result.failed(ConnectionLost.words(failure)));
          free.release();
        });
      }
    } catch (ConnectionLost e) {
      tally.add(Outlet.Result.failed(""));
      free.release();
      tally.lost(e.getMessage());
    }
    await(outlet.window());
  }

  private boolean isTime(long begun, long number) throws InterruptedException {
    long due = rate == 0 ? begun : begun + (long) (number / rate * 1e9);
    for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
    }
    return !stopped;
  }

  /** Whether so many more may be on their way; it is not, when it was stopped or nothing has moved for long. */
  private boolean await(int permits) throws InterruptedException {
    long known = tally.known();
    long begun = System.nanoTime();
    while (!free.tryAcquire(permits, 100, TimeUnit.MILLISECONDS)) {
      if (tally.known() != known && !stopped) {
        known = tally.known();
        begun = System.nanoTime();
      }
      long patience = stopped ? PATIENCE_AFTER_STOP_SECONDS : PATIENCE_SECONDS;
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(patience)) {
        tally.lost("no answer for " + patience + " s");
        return false;
      }
    }
    return !stopped;
  }
}
