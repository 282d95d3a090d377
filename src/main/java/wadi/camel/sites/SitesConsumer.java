package wadi.camel.sites;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.sites.DueCheck;
import wadi.platform.Faults;

/**
 * Claims what is due several times a second, never more than can begin at once: what a slow site holds is one permit of many, and what is not claimed is
 * free for other processes.
 */
final class SitesConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(SitesConsumer.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(1);
  private static final Duration LAST_CHECKS = Duration.ofSeconds(10);

  private final SitesComponent.Parts parts;
  private final Semaphore permits;
  private final Timer lateness;
  private ExecutorService claimer;
  private ExecutorService checkers;
  private long nextFollow = System.nanoTime();
  private volatile boolean running;

  SitesConsumer(SitesEndpoint endpoint, Processor processor, SitesComponent.Parts parts) {
    super(endpoint, processor);
    this.parts = parts;
    this.permits = new Semaphore(parts.atOnce());
    this.lateness = parts.meters().timer("sites_lateness_seconds");
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    running = true;
    var executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    checkers = executors.newCachedThreadPool(this, "check-site"); // as many as there are permits
    claimer = executors.newSingleThreadExecutor(this, "claim-sites");
    claimer.execute(this::claimWhileRunning);
  }

  /** A check that does not end in time is another process's when its lease is over. */
  @Override
  protected void doStop() throws Exception {
    running = false;
    if (claimer == null) {
      super.doStop();
      return; // it never started
    }
    var executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    executors.shutdownGraceful(claimer);
    if (!permits.tryAcquire(parts.atOnce(), LAST_CHECKS.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{} checks of sites did not end in time; their sites are checked again", parts.atOnce() - permits.availablePermits());
    } else {
      permits.release(parts.atOnce());
    }
    executors.shutdownNow(checkers);
    super.doStop();
  }

  private void claimWhileRunning() {
    while (running) {
      try {
        if (permits.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS) && !claim(1 + permits.drainPermits())) {
          rest(LOOK_AGAIN);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("no sites can be claimed from now: {}", Faults.nameOf(e));
        rest(FOLLOW_AGAIN);
      }
    }
  }

  /** Uses permits that are taken; false when fewer were due than there are. */
  private boolean claim(int free) {
    List<DueCheck> due = List.of();
    try {
      Instant now = parts.clock().instant();
      if (System.nanoTime() - nextFollow >= 0) {
        parts.sites().follow(now, parts.atOnce(), parts.defaults());
        nextFollow = System.nanoTime() + FOLLOW_AGAIN.toNanos();
      }
      due = running ? parts.sites().claim(now, free, parts.defaults()) : due;
    } finally {
      permits.release(free - due.size());
    }
    due.forEach(this::begin);
    return due.size() == free;
  }

  private void begin(DueCheck due) {
    try {
      checkers.execute(() -> check(due));
    } catch (RejectedExecutionException e) { // it stops
      permits.release();
    }
  }

  private void check(DueCheck due) {
    Exchange exchange = createExchange(true);
    try {
      lateness.record(Duration.between(due.dueAt(), parts.clock().instant()));
      exchange.getMessage().setBody(due.site());
      exchange.setVariable("checkId", due.id());
      getProcessor().process(exchange);
    } catch (Exception | LinkageError | StackOverflowError e) {
      exchange.setException(e);
    } finally {
      if (exchange.getException() != null) {
        LOG.warn("site {} is checked again: {}", due.site().id(), Faults.nameOf(exchange.getException()));
      }
      releaseExchange(exchange, true);
      permits.release();
    }
  }

  private void rest(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }
}
