package wadi.camel.tracing;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import wadi.platform.tracing.TraceContext;

/** Where in a trace exchanges are; nowhere while tracing is off. */
public final class Traces {
  static final String PROPERTY = "wadi.trace";

  private Traces() {}

  /** The span that the exchange is in. */
  public static Optional<TraceContext> of(Exchange exchange) {
    return exchange.getProperty(PROPERTY) == null ? Optional.empty() : Frame.of(exchange).where();
  }

  /** What the fields of a message say about where it comes from. */
  public static Optional<TraceContext> in(Message message) {
    return TraceContext.of(message.getHeader(TraceContext.PARENT), message.getHeader(TraceContext.STATE));
  }

  /** Says in the fields of a message where it comes from, and nothing else than this. */
  public static void write(TraceContext from, Message message) {
    message.setHeader(TraceContext.PARENT, from.parent());
    if (from.state().isEmpty()) {
      message.removeHeader(TraceContext.STATE);
    } else {
      message.setHeader(TraceContext.STATE, from.state());
    }
  }
}
