package wadi.platform.fleet;

import io.micrometer.core.instrument.Gauge;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;
import wadi.platform.Settings;
import wadi.platform.Version;
import wadi.platform.meters.Meters;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.ProcessTable;
import wadi.platform.postgres.ProcessTable.Doing;
import wadi.platform.postgres.ProcessTable.Self;

/**
 * Tells all processes on the database that this one is there, and what it runs, every three seconds. Looks at what the others run too. While the
 * database is away nobody is told; that is said once.
 */
public final class Presence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final int SECONDS = 3;

  private final ProcessTable table;
  private final Self self;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "presence"));
  private Doing doing;
  private long id;
  private boolean told = true;
  private boolean closed;
  private volatile double hashes = Double.NaN;

  /** Nobody is told before the first {@link #runs}. */
  Presence(ProcessTable table, Self self, Meters meters) {
    this.table = table;
    this.self = self;
    Gauge.builder("runtime_generations_distinct", () -> hashes).register(meters);
    thread.scheduleWithFixedDelay(this::beat, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  /** This process. */
  public static Presence of(Settings settings, Database database, String instance, Instant startedAt, Meters meters) {
    return new Presence(new ProcessTable(database), new Self(instance, Machine.name(), ProcessHandle.current().pid(),
        settings.text("management.host") + ":" + settings.port("management.port"), Version.TEXT, startedAt), meters);
  }

  /** From now on it runs this generation. */
  public void runs(String roles, long generation, String hash) {
    change(before -> new Doing(roles, generation, hash, before != null && before.switching()));
  }

  /** Whether another generation may be about to take over. */
  public void switching(boolean underWay) {
    change(before -> before == null ? null : new Doing(before.roles(), before.generation(), before.hash(), underWay));
  }

  /** What the database calls this process; empty while it does not know it. */
  public synchronized OptionalLong id() {
    return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private synchronized void change(UnaryOperator<Doing> change) {
    doing = change.apply(doing);
    beat();
  }

  synchronized void beat() {
    if (doing == null || closed) {
      return;
    }
    try {
      if (id == 0 || !table.touch(id, doing)) {
        id = table.enter(self, doing);
      }
      hashes = table.distinctHashes();
      told = true;
    } catch (RuntimeException e) {
      if (told) {
        LOG.warn("other processes cannot be told that this one is there: {}", Faults.nameOf(e));
      }
      told = false;
    }
  }

  /** It ends: others are told, and count on it no more. */
  @Override
  public synchronized void close() {
    thread.shutdownNow();
    if (!closed && id != 0) {
      try {
        table.leave(id);
      } catch (RuntimeException e) {
        LOG.debug("this process will be shown as gone: {}", Faults.nameOf(e));
      }
    }
    closed = true;
  }
}
