package wadi.runtime.spec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a case begins with.
 *
 * @param properties instead of those in application.properties
 * @param counters of the platform, by the name of the port
 * @param answers of neighbours, by seam or by port and method; the last of several is given again and again
 * @param caught the failure an error route is called with
 */
record Given(Object body, Map<String, Object> headers, Map<String, Object> variables, Map<String, String> properties, Instant clock,
    Map<String, Long> counters, Map<String, List<Answer>> answers, Optional<Caught> caught) {
  /** The instant cases begin at which name none. */
  static final Instant DEFAULT_CLOCK = Instant.parse("2026-03-01T10:00:00Z");

  /** A failure, and the route it happened in. */
  record Caught(Exception failure, String route) {}
}
