package wadi.camel.fraud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;

/** Remembers nothing: every transaction is the first of its card. */
final class Uncounted implements Velocity {
  @Override
  public List<Measure> count(Instant at, List<Sighting> sightings) {
    return sightings.stream().map(sighting -> new Measure(1, Math.max(0, sighting.amount()), sighting.value().isEmpty() ? 0 : 1)).toList();
  }

  @Override
  public List<Measure> peek(Instant at, List<Sighting> sightings) {
    return count(at, sightings);
  }

  @Override
  public Optional<Instant> since(Window window) {
    return Optional.empty();
  }
}
