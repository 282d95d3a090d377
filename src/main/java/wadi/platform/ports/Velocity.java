package wadi.platform.ports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;

/** What happened to a card, a customer or an address within sliding windows. */
public interface Velocity {
  /**
   * Counts one event in several windows and says what each of them then holds, this event included.
   *
   * @param at the time by which windows slide, to the millisecond
   * @return one for each sighting, in their order; none at all when nothing is known, as in a spec that answers nothing
   * @throws VelocityUnavailable when the windows cannot be reached
   */
  List<Measure> count(Instant at, List<Sighting> sightings);

  /**
   * What {@link #count} would say, without counting.
   *
   * @throws VelocityUnavailable when the windows cannot be reached
   */
  @Reads
  List<Measure> peek(Instant at, List<Sighting> sightings);

  /** Since when this window counts; it is whole when that is longer ago than it is long. */
  @Reads
  Optional<Instant> since(Window window);
}
