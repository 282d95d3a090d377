package wadi.domain.sites;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one check saw.
 *
 * @param at when it began
 * @param status of the last answer
 * @param bytes of its body, as far as it was read
 * @param address the one connected to last
 * @param certificateExpires the first of the chain to expire
 * @param hasRegexp whether {@link Expectations#present} was found; empty when nobody could look
 * @param causes what was not as expected
 */
public record Observation(Instant at, Optional<Integer> status, Phases phases, long bytes, Optional<String> address, Optional<Instant> certificateExpires,
    Optional<Boolean> hasRegexp, List<Cause> causes) {
  public Outcome outcome() {
    return Outcome.of(causes);
  }
}
