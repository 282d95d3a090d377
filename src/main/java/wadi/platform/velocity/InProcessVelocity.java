package wadi.platform.velocity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;

/**
 * Velocity in the memory of this process: it begins empty with the process, and each process counts for itself. It keeps a bounded
 * number of keys of each kind, with a bounded number of different values, and forgets those not seen for longest.
 */
public final class InProcessVelocity implements VelocityStore {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessVelocity.class);
  private static final long WARN_AGAIN = Duration.ofHours(1).toMillis();

  private final int mostKeys;
  private final Counter forgotten;
  private final Begun begun;
  private final ValueHash hash = new ValueHash(new SecureRandom().nextLong());
  private final Map<Window.Key, Keys> kinds = new ConcurrentHashMap<>();
  private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param mostKeys keys of each kind that are kept at the same time
   * @param meters where it shows how many there are
   */
  public InProcessVelocity(int mostKeys, MeterRegistry meters) {
    this.mostKeys = mostKeys;
    this.begun = new Begun(meters);
    this.forgotten = meters.counter("fraud_velocity_forgotten_total");
    for (Window.Key kind : Window.Key.values()) {
      Keys keys = new Keys(mostKeys);
      kinds.put(kind, keys);
      Gauge.builder("fraud_velocity_keys", keys, Keys::size).tag("key", kind.word()).register(meters);
    }
  }

  @Override
  public List<Measure> count(Instant at, List<Sighting> sightings) {
    long now = at.toEpochMilli();
    List<Measure> measures = new ArrayList<>(sightings.size());
    for (Sighting sighting : sightings) {
      begun.at(sighting.window(), at);
      Keys keys = kinds.get(sighting.window().key());
      measures.add(keys.count(now, sighting, hash.of(sighting)));
      int early = keys.forgottenEarly();
      if (early > 0) {
        tooMany(early, now);
      }
    }
    return measures;
  }

  @Override
  public List<Measure> peek(Instant at, List<Sighting> sightings) {
    return sightings.stream().map(sighting -> kinds.get(sighting.window().key()).peek(at.toEpochMilli(), sighting, hash.of(sighting))).toList();
  }

  @Override
  public Optional<Instant> since(Window window) {
    return begun.since(window);
  }

  /** How many keys of this kind are remembered. */
  public int size(Window.Key kind) {
    return kinds.get(kind).size();
  }

  /** How many different values of the keys of this kind are remembered. */
  public long values(Window.Key kind) {
    return kinds.get(kind).values();
  }

  @Override
  public void begin(Collection<Window> windows, Instant at) {
    begun.exactly(windows, at);
  }

  /** Nothing was counted in these windows. */
  void empty(Collection<Window> windows) {
    windows.forEach(window -> kinds.get(window.key()).empty(window));
  }

  /** Counts what happened before these windows began to count; the latest first, so that where there is no place for all the latest stay. */
  void restore(Instant at, List<Sighting> sightings) {
    sightings.forEach(sighting -> kinds.get(sighting.window().key()).restore(at.toEpochMilli(), sighting, hash.of(sighting)));
  }

  /** What happened since then is counted in this window as if it had been there. */
  void restored(Window window, Instant since) {
    begun.earlier(window, since);
  }

  @Override
  public boolean isUp() {
    return true;
  }

  @Override
  public void close() {
    // its memory is the process's
  }

  private void tooMany(int early, long now) {
    forgotten.increment(early);
    long until = quietUntil.get();
    if ((now >= until || now < until - WARN_AGAIN) && quietUntil.compareAndSet(until, now + WARN_AGAIN)) {
      LOG.warn("velocity windows forget keys that still count: more than fraud.velocity.max-keys={} were seen within a window, or more than {} "
          + "different values of each", mostKeys, Stripe.VALUES_PER_KEY);
    }
  }
}
