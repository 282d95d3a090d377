package wadi.camel.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import wadi.platform.postgres.BudgetTable;
import wadi.platform.postgres.BudgetTable.Share;

/** One provider of a channel in this process: its sends under way, and whether it is there. What hangs in one holds no other. */
final class Lane {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BudgetTable.Lane budget;
  private final int concurrency;
  private final Circuit circuit;
  private final Semaphore permits;
  private volatile long lastReturn = System.nanoTime();

  Lane(BudgetTable.Lane budget, int concurrency, Clock clock) {
    this.budget = budget;
    this.concurrency = concurrency;
    this.circuit = new Circuit(clock);
    this.permits = new Semaphore(concurrency);
  }

  BudgetTable.Lane budget() {
    return budget;
  }

  String provider() {
    return budget.provider();
  }

  int concurrency() {
    return concurrency;
  }

  Circuit circuit() {
    return circuit;
  }

  /** While it is out it tries what it was not the last to try, so that another provider may send that. */
  Share limit(Share share) {
    return share == Share.ALL && circuit.isOpen() ? Share.NOT_ITS_LAST : share;
  }

  /** Takes every permit there is. */
  int takePermits() {
    return permits.drainPermits();
  }

  void giveBack(int unused) {
    permits.release(unused);
  }

  /** Sends begin. */
  void began() {
    lastReturn = System.nanoTime();
  }

  /** A send is over and its outcome written. */
  void finished() {
    lastReturn = System.nanoTime();
    permits.release();
  }

  /** Waits until nothing is under way. */
  boolean awaitIdle(Duration most) throws InterruptedException {
    return permits.tryAcquire(concurrency, most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether no send has returned for a while although all permits are taken: the next provider does not wait for this one. */
  boolean isStuck() {
    return permits.availablePermits() == 0 && System.nanoTime() - lastReturn > PATIENCE.toNanos();
  }
}
