package wadi.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes spans as an OpenTelemetry collector does, over HTTP in OTLP's protocol buffers, and keeps them. */
public final class CollectorStandIn implements AutoCloseable {
  private final HttpServer server;
  private final List<Seen> spans = new CopyOnWriteArrayList<>();

  /**
   * A span as it was sent.
   *
   * @param service which process says it
   * @param parent the number of the span around it, or empty
   */
  public record Seen(String service, String name, String trace, String id, String parent, String kind, Map<String, String> attributes, boolean failed, int events) {}

  /** @param port or 0 for any that is free */
  public CollectorStandIn(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.setExecutor(Executors.newSingleThreadExecutor(work -> {
      Thread thread = new Thread(work, "collector");
      thread.setDaemon(true);
      return thread;
    }));
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange request) throws IOException {
    boolean known = request.getRequestURI().getPath().equals("/v1/traces") && request.getRequestMethod().equals("POST");
    try (InputStream sent = request.getRequestBody(); InputStream body = "gzip".equals(request.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(sent) : sent) {
      if (known) {
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(process -> {
          String service = attributes(process.getResource().getAttributesList()).get("service.name");
          process.getScopeSpansList().forEach(scope -> scope.getSpansList().forEach(span -> spans.add(seen(service, span))));
        });
      }
    }
    request.sendResponseHeaders(known ? 200 : 404, -1);
    request.close();
  }

  private static Seen seen(String service, Span span) {
    HexFormat hex = HexFormat.of();
    return new Seen(service, span.getName(), hex.formatHex(span.getTraceId().toByteArray()), hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()), span.getKind().name().replace("SPAN_KIND_", ""), attributes(span.getAttributesList()),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR, span.getEventsCount());
  }

  private static Map<String, String> attributes(List<KeyValue> all) {
    return all.stream().collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
  }

  public List<Seen> spans() {
    return List.copyOf(spans);
  }

  public List<Seen> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** The first of this name in a trace. */
  public Optional<Seen> find(String trace, String name) {
    return of(trace).stream().filter(span -> span.name().equals(name)).findFirst();
  }

  /** The names from a span up to where the trace came in. */
  public List<String> way(Seen from) {
    List<String> names = new CopyOnWriteArrayList<>();
    for (Optional<Seen> span = Optional.of(from); span.isPresent(); span = above(span.get())) {
      names.add(span.get().name());
    }
    return names;
  }

  private Optional<Seen> above(Seen span) {
    return spans.stream().filter(other -> other.trace().equals(span.trace()) && other.id().equals(span.parent())).findFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
