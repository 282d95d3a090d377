package wadi.platform.tracing;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a trace something happens, as W3C Trace Context writes it (https://www.w3.org/TR/trace-context/).
 *
 * @param parent the field {@code traceparent}: version, trace, span and flags
 * @param state the field {@code tracestate}, what other systems of the trace have to say; or empty
 */
public record TraceContext(String parent, String state) {
  /** The names of its fields, in HTTP and in messages on brokers. */
  public static final String PARENT = "traceparent";

  public static final String STATE = "tracestate";

  private static final Pattern PARENTS = Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /** As much as everybody must pass on; of what is longer nothing is. */
  private static final Pattern STATES = Pattern.compile("[ -~]{1,512}");

  /**
   * What somebody has sent, if it is such a thing: anything else is ignored.
   *
   * @param parent of any type, or null
   * @param state likewise
   */
  public static Optional<TraceContext> of(Object parent, Object state) {
    if (!(parent instanceof String text) || !PARENTS.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(new TraceContext(text, state instanceof String said && STATES.matcher(said).matches() ? said : ""));
  }

  /** The trace's number: 32 hexadecimal digits. */
  public String trace() {
    return parent.substring(3, 35);
  }

  /** The span's number: 16 hexadecimal digits. */
  public String span() {
    return parent.substring(36, 52);
  }
}
