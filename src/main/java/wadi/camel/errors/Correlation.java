package wadi.camel.errors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.MDC;
import wadi.camel.tracing.Traces;
import wadi.domain.delivery.Delivery;
import wadi.platform.tracing.TraceContext;

/**
 * While it is open, lines that this thread logs say what they are about: {@code transaction.id}, {@code alert.id}, {@code delivery.id},
 * {@code notification.id}, {@code trace.id} (W3C Trace Context) and, while spans are made, {@code span.id}. Numbers of ours only, nothing that a message says.
 */
public final class Correlation implements AutoCloseable {
  private static final Map<String, String> MEMBERS = Map.of("transactionID", "transaction.id", "alertId", "alert.id");
  private static final Map<String, String> SOURCES = Map.of("alert", "alert.id", "notification", "notification.id");

  private final List<MDC.MDCCloseable> lines = new ArrayList<>();

  private Correlation() {}

  /** What an exchange is about, as far as it is known yet. */
  public static Correlation of(Exchange exchange) {
    Correlation correlation = new Correlation();
    numbers(exchange).forEach(correlation::put);
    Optional<TraceContext> span = Traces.of(exchange);
    span.or(() -> Traces.in(exchange.getMessage())).ifPresent(trace -> correlation.put("trace.id", trace.trace()));
    span.ifPresent(trace -> correlation.put("span.id", trace.span()));
    return correlation;
  }

  /** Our own numbers of what an exchange is about, by their names in lines and spans. */
  public static Map<String, String> numbers(Exchange exchange) {
    Map<String, String> numbers = new LinkedHashMap<>();
    Stream.of(exchange.getVariable("alert"), exchange.getVariable("transaction"), exchange.getMessage().getBody()).forEach(value -> {
      if (value instanceof Map<?, ?> object) {
        MEMBERS.forEach((member, name) -> {
          if (object.get(member) instanceof Long || object.get(member) instanceof Integer) {
            numbers.put(name, object.get(member).toString());
          }
        });
      }
    });
    return numbers;
  }

  /** What a delivery is about. */
  public static Correlation of(Delivery delivery) {
    Correlation correlation = new Correlation();
    correlation.put("delivery.id", Long.toString(delivery.id()));
    String source = SOURCES.get(delivery.source());
    if (source != null) {
      correlation.put(source, delivery.sourceId());
    }
    delivery.traceparent().flatMap(parent -> TraceContext.of(parent, null)).ifPresent(trace -> correlation.put("trace.id", trace.trace()));
    return correlation;
  }

  private void put(String name, String value) {
    lines.add(MDC.putCloseable(name, value));
  }

  @Override
  public void close() {
    lines.forEach(MDC.MDCCloseable::close);
  }
}
