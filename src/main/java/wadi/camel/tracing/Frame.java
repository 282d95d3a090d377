package wadi.camel.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import wadi.platform.postgres.OutboxTable;
import wadi.platform.tracing.TraceContext;

/**
 * A route that an exchange is in, or a step that is sending it. Never changed, because the parts of a split message share it.
 *
 * @param before around it, or null
 * @param endpoint of the route or the step
 * @param spans that end with it; none when nothing is to be seen of it
 * @param context in which what happens inside begins; null when that is no part of a trace
 * @param relayed the messages of the outbox that are being relayed, each of a trace of its own; otherwise empty
 */
record Frame(Frame before, Endpoint endpoint, List<Span> spans, Context context, List<OutboxTable.Message> relayed) {
  /** One of which nothing is to be seen. */
  static Frame inside(Frame before, Endpoint endpoint) {
    return before == null ? new Frame(null, endpoint, List.of(), null, List.of()) : new Frame(before, endpoint, List.of(), before.context, before.relayed);
  }

  static Frame of(Exchange exchange) {
    return exchange.getProperty(Traces.PROPERTY, Frame.class);
  }

  Frame with(Span span) {
    return new Frame(before, endpoint, List.of(span), Context.root().with(span), List.of());
  }

  boolean isIn(Endpoint other) {
    return endpoint == other || before != null && before.isIn(other);
  }

  boolean isTraced() {
    return context != null;
  }

  Optional<TraceContext> where() {
    return context == null ? Optional.empty() : where(context);
  }

  static Optional<TraceContext> where(Context context) {
    Map<String, String> fields = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, fields, Map::put);
    return TraceContext.of(fields.get(TraceContext.PARENT), fields.get(TraceContext.STATE));
  }
}
