package wadi.platform.smpp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bind that is kept: when it is lost another takes its place, after pauses that grow while the centre does not want it. */
public final class SmppLink {
  private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);
  /** So that who waits for the bind hears why there is none. */
  private static final long A_LITTLE_MILLIS = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  /** A bind that lasted so long was a good one. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  private final SmppAccount account;
  private final SmppReceipts receipts;
  private final Semaphore window;
  private final Thread keeper = new Thread(this::keep, "smpp-bind");
  private volatile CompletableFuture<SmppBind> bind = new CompletableFuture<>();
  private volatile boolean closed;

  SmppLink(SmppAccount account, SmppReceipts receipts) {
    this.account = account;
    this.receipts = receipts;
    this.window = new Semaphore(account.window(), true);
    keeper.setDaemon(true);
    keeper.start();
  }

  public SmppAccount account() {
    return account;
  }

  /**
   * Hands one message over.
   *
   * @return the centre's name for it, as receipts will write it
   */
  public String submit(SmppPart part) throws SmppFault {
    SmppBind bound = bound();
    acquire();
    try {
      return bound.submit(part);
    } finally {
      window.release();
    }
  }

  private SmppBind bound() throws SmppFault {
    try {
      return bind.get(account.timeout().toMillis() + A_LITTLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      SmppFault fault = (SmppFault) e.getCause();
      throw new SmppFault(fault.kind(), fault.status(), fault.getMessage());
    } catch (TimeoutException e) {
      throw unsent("there is no bind yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsent("interrupted while waiting for the bind");
    }
  }

  private void acquire() throws SmppFault {
    try {
      if (!window.tryAcquire(account.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw unsent("the centre leaves all " + account.window() + " submits of the window without an answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsent("interrupted while waiting for the window");
    }
  }

  private static SmppFault unsent(String reason) {
    return new SmppFault(SmppFault.Kind.UNBOUND, SmppFault.NO_STATUS, reason);
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    boolean told = false;
    try {
      while (!closed) {
        long began = System.nanoTime();
        try {
          SmppBind bound = SmppBind.open(account, receipts);
          LOG.info("smpp: bound to {}", account);
          told = false;
          hold(bound);
          if (!closed) {
            LOG.warn("smpp: the bind to {} is lost", account);
          }
        } catch (SmppFault e) {
          if (!told && !closed) {
            LOG.warn("smpp: there is no bind to {}: {}{}", account, e.getMessage(), e.status() == 0 ? "" : ", command_status 0x%08X".formatted(e.status()));
          }
          told = true;
          answer(e);
        }
        pause = System.nanoTime() - began > STEADY.toNanos() ? FIRST_PAUSE : pause;
        if (!closed) {
          Thread.sleep(pause.toMillis());
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold(SmppBind bound) throws InterruptedException {
    if (!bind.complete(bound)) {
      bind = CompletableFuture.completedFuture(bound);
    }
    try {
      bound.awaitLoss();
    } finally {
      bind = new CompletableFuture<>();
      bound.close();
    }
  }

  /** To those who wait, and to those who come before the next try. */
  private void answer(SmppFault fault) {
    if (!bind.completeExceptionally(fault)) {
      bind = CompletableFuture.failedFuture(fault);
    }
  }

  /** Ends the bind; whoever waits for it hears that there is none. */
  void close() {
    closed = true;
    keeper.interrupt();
    try {
      keeper.join(account.timeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(unsent("Wadi no longer uses this bind"));
  }
}
