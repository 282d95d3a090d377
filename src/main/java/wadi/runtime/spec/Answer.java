package wadi.runtime.spec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a stand-in answers one call.
 *
 * @param line where it stands in the spec
 * @param body instead of the one it was sent
 * @param returns what a port's method returns, in YAML's types
 * @param fails a word or the name of an exception
 * @param slow how long it takes; the case's clock goes on as long
 */
record Answer(int line, Optional<Object> body, Map<String, Object> headers, Map<String, Object> variables, Optional<Object> returns,
    Optional<String> fails, Duration slow) {
  /** All goes well, and the message stays as it is. */
  static final Answer DEFAULT = new Answer(0, Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty(), Duration.ZERO);
}
