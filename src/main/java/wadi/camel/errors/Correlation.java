package wadi.camel.errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.MDC;
import wadi.domain.delivery.Delivery;

/**
 * While it is open, lines that this thread logs say what they are about: {@code transaction.id}, {@code alert.id}, {@code delivery.id},
 * {@code notification.id}, {@code trace.id} (W3C Trace Context). Numbers of ours only, nothing that a message says.
 */
public final class Correlation implements AutoCloseable {
  private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Map<String, String> MEMBERS = Map.of("transactionID", "transaction.id", "alertId", "alert.id");
  private static final Map<String, String> SOURCES = Map.of("alert", "alert.id", "notification", "notification.id");

  private final List<MDC.MDCCloseable> lines = new ArrayList<>();

  private Correlation() {}

  /** What an exchange is about, as far as it is known yet. */
  public static Correlation of(Exchange exchange) {
    Correlation correlation = new Correlation();
    Stream.of(exchange.getVariable("alert"), exchange.getVariable("transaction"), exchange.getMessage().getBody()).forEach(value -> {
      if (value instanceof Map<?, ?> object) {
        MEMBERS.forEach((member, name) -> correlation.number(name, object.get(member)));
      }
    });
    if (exchange.getMessage().getHeader("traceparent") instanceof String parent) {
      Matcher trace = TRACEPARENT.matcher(parent);
      if (trace.matches()) {
        correlation.put("trace.id", trace.group(1));
      }
    }
    return correlation;
  }

  /** What a delivery is about. */
  public static Correlation of(Delivery delivery) {
    Correlation correlation = new Correlation();
    correlation.put("delivery.id", Long.toString(delivery.id()));
    String source = SOURCES.get(delivery.source());
    if (source != null) {
      correlation.put(source, delivery.sourceId());
    }
    return correlation;
  }

  private void number(String name, Object value) {
    if (value instanceof Long || value instanceof Integer) {
      put(name, value.toString());
    }
  }

  private void put(String name, String value) {
    lines.add(MDC.putCloseable(name, value));
  }

  @Override
  public void close() {
    lines.forEach(MDC.MDCCloseable::close);
  }
}
