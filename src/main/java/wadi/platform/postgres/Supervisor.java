package wadi.platform.postgres;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the server back on its port when it dies. It looks at the process ten times a second instead of waiting for its exit:
 * the process is not our child, and a dead one that nobody waits for never exits in Java's eyes.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration PROVEN = Duration.ofMinutes(1);

  private final Server server;
  private final int port;
  private final Thread thread;
  private ProcessHandle process;
  private volatile boolean closed;

  /** @param port where the server listens now, and after each restart */
  Supervisor(Server server, int port) {
    this.server = server;
    this.port = port;
    this.process = server.process();
    this.thread = new Thread(this::watch, "postgres-supervisor");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    Duration pause = Duration.ZERO;
    try {
      while (!closed) {
        long since = System.nanoTime();
        awaitDeath();
        boolean proven = System.nanoTime() - since > PROVEN.toNanos();
        pause = proven ? Duration.ZERO : pause;
        Thread.sleep(pause.toMillis());
        pause = longer(pause);
        restart(pause);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
    }
  }

  private void awaitDeath() throws InterruptedException {
    while (Survivors.runs(process)) {
      Thread.sleep(LOOK.toMillis());
      server.boundLog();
    }
  }

  private void restart(Duration nextPause) {
    long dead = process.pid();
    long begin = System.nanoTime();
    try {
      server.start(port);
      process = server.process();
      LOG.warn("PostgreSQL (pid {}) had died; it runs again (pid {}) on port {} after {} ms", dead, process.pid(), port,
          Duration.ofNanos(System.nanoTime() - begin).toMillis());
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.error("PostgreSQL died and cannot be restarted, next try in {} ms: {}", nextPause.toMillis(), e.getMessage());
      }
    }
  }

  /** 0, then from half a second doubling up to 30 s. */
  private static Duration longer(Duration pause) {
    Duration doubled = pause.isZero() ? Duration.ofMillis(500) : pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Ends the supervision, also in the middle of a restart. When this returns, nothing starts the server any more. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
