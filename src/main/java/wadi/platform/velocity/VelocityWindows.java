package wadi.platform.velocity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.ports.Hindsight;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.PastTransactions;

/** The windows of this process: in its memory, filled from the journal after a start, or in a Redis that it shares. */
public final class VelocityWindows implements Velocity, AutoCloseable {
  /** A transaction was received at most so long before it is counted. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private final VelocityStore store;
  private final Optional<Rebuild.Source> journal;
  private final Instant born;
  private final Set<Window> known = new HashSet<>();
  private final List<Rebuild> running = new ArrayList<>();
  private final ExecutorService rebuilds = Executors.newSingleThreadExecutor(work -> {
    Thread thread = new Thread(work, "velocity-rebuild");
    thread.setDaemon(true);
    return thread;
  });

  private boolean begun;

  private VelocityWindows(VelocityStore store, Optional<Rebuild.Source> journal, MeterRegistry meters, Instant born) {
    Gauge.builder("fraud_velocity_up", () -> store.isUp() ? 1 : 0).register(meters);
    meters.counter("fraud_velocity_unavailable_total");
    this.store = store;
    this.journal = journal;
    this.born = born;
  }

  /** In memory, with the journal of this database behind it. */
  static VelocityWindows inMemory(InProcessVelocity store, Database database, int most, MeterRegistry meters, Instant born) {
    Rebuild.Source journal = new Rebuild.Source(new PastTransactions(database), most, meters.counter("fraud_velocity_rebuilt_transactions_total"));
    return new VelocityWindows(store, Optional.of(journal), meters, born);
  }

  /** Refuses properties that cannot be used, before anything is started. */
  public static void check(Settings settings) {
    settings.number("fraud.velocity.max-keys", 1_000, 10_000_000);
    settings.number("fraud.velocity.rebuild.rows", 0, 1_000_000_000);
    settings.number("fraud.velocity.redis.connections", 1, 1_000);
    settings.duration("fraud.velocity.redis.timeout");
    if (inRedis(settings)) {
      RedisAddress.of(settings);
    }
  }

  private static boolean inRedis(Settings settings) {
    return settings.choice("fraud.velocity.store", "memory", "redis").equals("redis");
  }

  /** @param now before the first transaction is taken in */
  public static VelocityWindows start(Settings settings, Database database, CardKey cardKey, MeterRegistry meters, Instant now) {
    if (inRedis(settings)) {
      Duration timeout = settings.duration("fraud.velocity.redis.timeout");
      return new VelocityWindows(
          new RedisVelocity(RedisAddress.of(settings), timeout, settings.number("fraud.velocity.redis.connections", 1, 1_000), cardKey, meters),
          Optional.empty(), meters, now);
    }
    InProcessVelocity store = new InProcessVelocity(settings.number("fraud.velocity.max-keys", 1_000, 10_000_000), meters);
    return inMemory(store, database, settings.number("fraud.velocity.rebuild.rows", 0, 1_000_000_000), meters, now);
  }

  /**
   * Windows of rules that begin to run; no others count from now on. Those in memory that are new, or come back, and are longer
   * than an hour are filled from the journal meanwhile, unless nothing is to be read there.
   *
   * @param hindsight how these rules count; empty when they do not judge all transactions, and then no window begins
   * @param whole whether the journal has every transaction
   */
  public synchronized void begin(Collection<Window> windows, Instant at, Optional<Hindsight> hindsight, boolean whole) {
    Set<Window> counting = hindsight.isPresent() ? Set.copyOf(windows) : Set.of();
    known.retainAll(counting);
    running.forEach(rebuild -> rebuild.only(counting));
    running.removeIf(Rebuild::isOver);
    store.begin(counting, at);
    List<Window> fresh = counting.stream().filter(known::add).filter(window -> window.length().compareTo(Rebuild.LONGER_THAN) > 0).toList();
    boolean first = !begun;
    begun = true;
    if (!fresh.isEmpty() && store instanceof InProcessVelocity memory) {
      journal.filter(source -> source.most() > 0).ifPresent(source -> {
        if (!first) {
          memory.empty(fresh); // it may have counted before, or now and then
        }
        Rebuild rebuild = new Rebuild(memory, source, fresh, first ? born : at.minus(UNDER_WAY), hindsight.get(), whole);
        running.add(rebuild);
        rebuilds.execute(rebuild);
      });
    }
  }

  /** Whether they could be reached when that was last tried. */
  public boolean isUp() {
    return store.isUp();
  }

  @Override
  public List<Measure> count(Instant at, List<Sighting> sightings) {
    return store.count(at, sightings);
  }

  @Override
  public List<Measure> peek(Instant at, List<Sighting> sightings) {
    return store.peek(at, sightings);
  }

  @Override
  public Optional<Instant> since(Window window) {
    return store.since(window);
  }

  @Override
  public void close() {
    rebuilds.shutdownNow();
    store.close();
  }
}
