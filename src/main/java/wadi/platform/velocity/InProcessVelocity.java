package wadi.platform.velocity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import wadi.platform.ports.Velocity;

/**
 * Velocity in the memory of this process: it begins empty with the process, and each process counts for itself. It keeps a bounded
 * number of keys of each kind and forgets those not seen for longest.
 */
public final class InProcessVelocity implements Velocity {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessVelocity.class);
  private static final long WARN_AGAIN = Duration.ofHours(1).toMillis();

  private final int mostKeys;
  private final MeterRegistry meters;
  private final Counter forgotten;
  private final Map<Window.Key, Keys> kinds = new ConcurrentHashMap<>();
  private final Map<Window, Instant> begun = new ConcurrentHashMap<>();
  private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param mostKeys keys of each kind that are kept at the same time
   * @param meters where it shows how many there are
   */
  public InProcessVelocity(int mostKeys, MeterRegistry meters) {
    this.mostKeys = mostKeys;
    this.meters = meters;
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
      if (!begun.containsKey(sighting.window())) {
        begin(sighting.window(), at);
      }
      Keys keys = kinds.get(sighting.window().key());
      measures.add(keys.count(now, sighting));
      int early = keys.forgottenEarly();
      if (early > 0) {
        tooMany(early, now);
      }
    }
    return measures;
  }

  @Override
  public List<Measure> peek(Instant at, List<Sighting> sightings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Instant> since(Window window) {
    return Optional.ofNullable(begun.get(window));
  }

  /** How many keys of this kind are remembered. */
  public int size(Window.Key kind) {
    return kinds.get(kind).size();
  }

  /** Windows begin to count now, also when nothing happens for a while; those that have begun go on. */
  public void begin(Collection<Window> windows, Instant at) {
    windows.forEach(window -> begin(window, at));
  }

  private void begin(Window window, Instant at) {
    if (begun.putIfAbsent(window, at) == null) {
      Gauge.builder("fraud_velocity_since_seconds", at, begin -> begin.toEpochMilli() / 1000.0).strongReference(true)
          .tag("window", window.id()).tag("length", window.length().toString()).register(meters);
    }
  }

  private void tooMany(int early, long now) {
    forgotten.increment(early);
    long until = quietUntil.get();
    if ((now >= until || now < until - WARN_AGAIN) && quietUntil.compareAndSet(until, now + WARN_AGAIN)) {
      LOG.warn("velocity windows forget keys that still count: more than fraud.velocity.max-keys={} were seen within a window", mostKeys);
    }
  }
}
