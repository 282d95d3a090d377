package wadi.platform.velocity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.SetParams;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.CardKey;
import wadi.platform.Faults;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.VelocityUnavailable;

/**
 * Velocity in a Redis that several processes share: they count together, in one round trip for each check, and a restart forgets
 * nothing. Keys and values are fingerprints under the card key, so nothing in it can be read as a card or an address.
 *
 * <p>When Redis fails, or three times in a row gives no answer in time, it is left alone: no check waits for it any more, and a
 * thread of its own tries each second whether it counts.
 */
public final class RedisVelocity implements VelocityStore {
  private static final Logger LOG = LoggerFactory.getLogger(RedisVelocity.class);
  private static final long TOLD_AGAIN = TimeUnit.MINUTES.toNanos(1);
  private static final int BEGUN_EVERY = 30;
  private static final int SLOW_IN_A_ROW = 3;

  private final RedisAddress address;
  private final JedisPool pool;
  private final CardKey cardKey;
  private final Begun begun;
  private final Counter unavailable;
  private final WindowScript script = new WindowScript();
  private final Set<Window> windows = ConcurrentHashMap.newKeySet();
  private final Set<Window> left = ConcurrentHashMap.newKeySet();
  private final AtomicLong told = new AtomicLong(System.nanoTime() - TOLD_AGAIN);
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread thread = new Thread(work, "velocity-redis");
    thread.setDaemon(true);
    return thread;
  });
  private final AtomicInteger slow = new AtomicInteger();
  private volatile boolean up;
  private int looks;

  /**
   * Tries to reach it, and goes on without it when it is away.
   *
   * @param timeout for a connection, and again for an answer
   * @param connections at most
   * @param cardKey the same in all processes that count together
   */
  public RedisVelocity(RedisAddress address, Duration timeout, int connections, CardKey cardKey, MeterRegistry meters) {
    this.address = address;
    this.cardKey = cardKey;
    this.begun = new Begun(meters);
    this.unavailable = meters.counter("fraud_velocity_unavailable_total");
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(connections);
    config.setMaxIdle(connections);
    config.setMinIdle(Math.min(2, connections));
    config.setMaxWait(timeout);
    config.setTestWhileIdle(true);
    config.setTimeBetweenEvictionRuns(Duration.ofSeconds(30));
    config.setJmxEnabled(false);
    this.pool = new JedisPool(config, address.server(), address.login((int) timeout.toMillis()));
    look();
    if (!up) {
      LOG.warn("velocity windows cannot be reached at {}: fraud.velocity.when-unavailable decides until they can", address);
    }
    watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public List<Measure> count(Instant at, List<Sighting> sightings) {
    return ask(WindowScript.COUNT, at, sightings);
  }

  @Override
  public List<Measure> peek(Instant at, List<Sighting> sightings) {
    return ask(WindowScript.PEEK, at, sightings);
  }

  private List<Measure> ask(String what, Instant at, List<Sighting> sightings) {
    if (!up) {
      unavailable.increment();
      throw new VelocityUnavailable("Redis is away", null);
    }
    Question question = Question.of(cardKey, what, at, sightings);
    try {
      List<Measure> measures = what.equals(WindowScript.PEEK) ? again(() -> run(question)) : run(question);
      if (slow.get() > 0) {
        slow.set(0);
      }
      return measures;
    } catch (RuntimeException e) {
      failed(e);
      unavailable.increment();
      throw new VelocityUnavailable("Redis does not answer", e);
    }
  }

  private List<Measure> run(Question question) {
    try (Jedis redis = again(pool::getResource)) { // nothing can have been counted yet
      return script.run(redis, question.keys(), question.arguments());
    }
  }

  /** Once more, with a new connection, when the first one was refused or ended; not when that took all the time there is. */
  private <T> T again(Supplier<T> what) {
    try {
      return what.get();
    } catch (JedisConnectionException e) {
      if (Trouble.of(e) != Trouble.GONE) {
        throw e;
      }
      pool.clear();
      return what.get();
    }
  }

  @Override
  public void begin(Collection<Window> windows, Instant at) {
    this.windows.stream().filter(window -> !windows.contains(window)).forEach(left::add);
    this.windows.retainAll(windows);
    this.windows.addAll(windows);
    begun.exactly(windows, at);
    watch.execute(() -> begun(at));
  }

  @Override
  public Optional<Instant> since(Window window) {
    return begun.since(window);
  }

  @Override
  public boolean isUp() {
    return up;
  }

  /** Who begins a window first writes it down; that is gone when the windows are, or one of those who count does so no more. */
  private void begun(Jedis redis, Instant at) {
    for (Window window : left) {
      redis.del(Question.since(window));
      left.remove(window);
    }
    for (Window window : windows) {
      String key = Question.since(window);
      redis.set(key, Long.toString(at.toEpochMilli()), new SetParams().nx().px(window.length().toMillis() + TimeUnit.HOURS.toMillis(1)));
      redis.pexpire(key, window.length().toMillis() + TimeUnit.HOURS.toMillis(1));
      begun.anew(window, Instant.ofEpochMilli(Long.parseLong(redis.get(key))));
    }
  }

  private void begun(Instant at) {
    if (!up) {
      return;
    }
    try (Jedis redis = again(pool::getResource)) {
      begun(redis, at);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** One that can be reached and cannot count, such as a replica or a full one, is as good as away. */
  private void look() {
    if (up) {
      if (looks++ % BEGUN_EVERY == 0) {
        begun(Instant.now());
      }
      return;
    }
    try (Jedis redis = pool.getResource()) {
      script.probe(redis, Question.PREFIX + "probe");
      begun(redis, Instant.now());
      slow.set(0);
      up = true;
      if (looks > 0) {
        LOG.info("velocity windows can be reached at {}", address);
      }
    } catch (RuntimeException e) {
      pool.clear();
    } finally {
      looks++;
    }
  }

  /** All checks go on without it when it is gone, or slow several times in a row; one that found no free connection is alone in that. */
  private void failed(RuntimeException why) {
    Trouble trouble = Trouble.of(why);
    if (trouble == Trouble.GONE || trouble == Trouble.SLOW && slow.incrementAndGet() >= SLOW_IN_A_ROW) {
      down(why);
    }
  }

  private void down(RuntimeException why) {
    up = false;
    pool.clear();
    long now = System.nanoTime();
    long last = told.get();
    if (now - last >= TOLD_AGAIN && told.compareAndSet(last, now)) {
      LOG.warn("velocity windows cannot be reached at {} ({}): fraud.velocity.when-unavailable decides until they can", address, Faults.nameOf(why));
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    pool.close();
  }
}
