package wadi.camel.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.telemetry.Op;
import org.apache.camel.telemetry.TraceProcessorsInterceptStrategy;
import wadi.camel.RoutePath;
import wadi.camel.broker.KafkaRecords;
import wadi.camel.errors.Correlation;
import wadi.platform.postgres.OutboxTable;
import wadi.platform.tracing.TraceContext;

/**
 * A span for each route an exchange is in, and for each step that sends it outside, named as they are in our files. It hangs where Camel's tracer for
 * OpenTelemetry does, and makes the spans itself: docs/decisions/0037.
 */
public final class RouteTracer extends OpenTelemetryTracer {
  private static final TextMapGetter<TraceContext> FIELDS = new TextMapGetter<>() {
    @Override
    public Iterable<String> keys(TraceContext from) {
      return List.of(TraceContext.PARENT, TraceContext.STATE);
    }

    @Override
    public String get(TraceContext from, String name) {
      return name.equals(TraceContext.PARENT) ? from.parent() : name.equals(TraceContext.STATE) && !from.state().isEmpty() ? from.state() : null;
    }
  };

  private final Tracer tracer;

  /** To be added after {@link RoutePath}. */
  public RouteTracer(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Without what Camel puts around each step, for spans that are not made here. */
  @Override
  protected void doInit() {
    super.doInit();
    getCamelContext().getCamelContextExtension().getInterceptStrategies().removeIf(TraceProcessorsInterceptStrategy.class::isInstance);
  }

  @Override
  protected void initTracer() {
    // what Camel would look for in the registry is given
  }

  @Override
  protected void beginEventSpan(Exchange exchange, Endpoint endpoint, Op op) {
    Frame before = Frame.of(exchange);
    if (op == Op.EVENT_RECEIVED) {
      exchange.setProperty(Traces.PROPERTY, received(exchange, endpoint, before));
    } else if (before != null) { // by a step of a route
      exchange.setProperty(Traces.PROPERTY, sent(exchange, endpoint, before));
    }
  }

  /** What begins with a clock is no part of a trace, and a relay carries messages of many. */
  private Frame received(Exchange exchange, Endpoint endpoint, Frame before) {
    Place place = Place.of(endpoint);
    Frame frame = Frame.inside(before, endpoint);
    if (before != null) {
      return before.isTraced() ? frame.with(start(RoutePath.current(exchange), SpanKind.INTERNAL, before.context(), null)) : frame;
    }
    if (place.isOutbox()) {
      return new Frame(null, endpoint, List.of(), null, messages(exchange));
    }
    Optional<TraceContext> from = Traces.in(exchange.getMessage());
    if (from.isEmpty() && !endpoint.isRemote()) {
      return frame;
    }
    Span span = start(RoutePath.current(exchange), place.kindOfReceived(), context(from), place);
    if (place.kindOfReceived() == SpanKind.SERVER) {
      span.setAttribute("http.request.method", exchange.getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class));
    }
    return frame.with(span);
  }

  private static List<OutboxTable.Message> messages(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof List<?> batch
        ? batch.stream().filter(OutboxTable.Message.class::isInstance).map(OutboxTable.Message.class::cast).toList() : List.of();
  }

  private Frame sent(Exchange exchange, Endpoint endpoint, Frame before) {
    Frame frame = Frame.inside(before, endpoint);
    if (!endpoint.isRemote()) {
      return frame;
    }
    Place place = Place.of(endpoint);
    if (!before.relayed().isEmpty() && exchange.getMessage().getBody() instanceof KafkaRecords.Batch batch) {
      return sentTogether(exchange, place, frame, batch);
    }
    Context parent = before.isTraced() ? before.context() : relayed(before, exchange.getProperty(Exchange.SPLIT_INDEX, Integer.class)).orElse(null);
    if (parent == null) {
      return frame;
    }
    Frame sent = frame.with(start(step(exchange), place.kindOfSent(), parent, place));
    if (place.takesContext()) {
      sent.where().ifPresent(from -> Traces.write(place.takesState() ? from : new TraceContext(from.parent(), ""), exchange.getMessage()));
    }
    return sent;
  }

  /** A record is in its own trace, although the broker takes all of them at once. */
  private Frame sentTogether(Exchange exchange, Place place, Frame frame, KafkaRecords.Batch batch) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < batch.records().size(); i++) {
      Message record = batch.records().get(i).getMessage();
      relayed(frame, i).ifPresent(parent -> {
        Span span = start(step(exchange), place.kindOfSent(), parent, place);
        spans.add(span);
        Frame.where(Context.root().with(span)).ifPresent(from -> Traces.write(from, record));
      });
    }
    return new Frame(frame.before(), frame.endpoint(), List.copyOf(spans), null, frame.relayed());
  }

  private static Optional<Context> relayed(Frame frame, Integer index) {
    return Optional.ofNullable(index).filter(i -> i < frame.relayed().size()).flatMap(i -> frame.relayed().get(i).trace()).map(from -> context(Optional.of(from)));
  }

  private static Context context(Optional<TraceContext> from) {
    return from.map(fields -> W3CTraceContextPropagator.getInstance().extract(Context.root(), fields, FIELDS)).orElse(Context.root());
  }

  /** For example {@code raise-alert.send-out}. */
  private static String step(Exchange exchange) {
    String route = RoutePath.current(exchange);
    String node = exchange.getExchangeExtension().getHistoryNodeId();
    return node == null ? route : node.startsWith(route + ".") ? node : route + "." + node;
  }

  private Span start(String name, SpanKind kind, Context parent, Place place) {
    SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent);
    if (place != null) {
      place.describe(span);
    }
    return span.startSpan();
  }

  @Override
  protected void endEventSpan(Exchange exchange, Endpoint endpoint) {
    Frame frame = Frame.of(exchange);
    if (frame == null || !frame.isIn(endpoint)) {
      return;
    }
    while (frame.endpoint() != endpoint) { // one that never came back
      frame.spans().forEach(Span::end);
      frame = frame.before();
    }
    for (Span span : frame.spans()) {
      conclude(span, exchange, frame);
    }
    exchange.setProperty(Traces.PROPERTY, frame.before());
    if (!frame.spans().isEmpty() && frame.before() != null && Place.of(endpoint).takesContext()) {
      exchange.getMessage().removeHeader(TraceContext.PARENT);
      exchange.getMessage().removeHeader(TraceContext.STATE);
    }
  }

  private static void conclude(Span span, Exchange exchange, Frame frame) {
    boolean isAnswer = frame.before() == null && Place.of(frame.endpoint()).kindOfReceived() == SpanKind.SERVER;
    Integer status = isAnswer ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class) : null;
    if (status != null) {
      span.setAttribute("http.response.status_code", status);
    }
    if (frame.before() == null && span.isRecording()) {
      Correlation.numbers(exchange).forEach(span::setAttribute);
    }
    if (exchange.getException() != null) {
      span.setAttribute("error.type", exchange.getException().getClass().getSimpleName());
    }
    if (exchange.getException() != null || status != null && status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
