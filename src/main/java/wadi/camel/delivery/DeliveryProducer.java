package wadi.camel.delivery;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import wadi.camel.RoutePath;
import wadi.camel.tracing.Traces;
import wadi.domain.delivery.Delivery;
import wadi.platform.tracing.TraceContext;

/** Promises the body to its recipient, with the transaction the exchange is in. */
final class DeliveryProducer extends DefaultProducer {
  private final String channel;
  private final DeliveryComponent.Parts parts;

  DeliveryProducer(DeliveryEndpoint endpoint, String channel, DeliveryComponent.Parts parts) {
    super(endpoint);
    this.channel = channel;
    this.parts = parts;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Map<?, ?> body = exchange.getMessage().getMandatoryBody(Map.class);
    parts.table().promise(new Delivery(parts.ids().next(), text(body, "source"), text(body, "sourceId"), channel,
        text(body, "recipient"), urgency(body), 0, parts.clock().instant(), payload(body), limits(body), Traces.of(exchange).map(TraceContext::parent)), RoutePath.of(exchange));
  }

  private Delivery.Limits limits(Map<?, ?> body) {
    Optional<String> only = Optional.ofNullable(body.get("only")).map(Object::toString).filter(name -> !name.isBlank());
    if (only.isPresent() && !providers().contains(only.get())) {
      throw new IllegalArgumentException("there is no provider \"" + only.get() + "\" for " + channel);
    }
    return new Delivery.Limits(instant(body, "notBefore"), instant(body, "expiresAt"), only);
  }

  /** What only a provider that is not in use may send would wait for ever. */
  private List<String> providers() {
    String names = getEndpoint().getCamelContext().getPropertiesComponent().resolveProperty(new Channel(channel).property("provider")).orElse("");
    return Arrays.stream(names.split(",")).map(String::strip).toList();
  }

  private static Optional<Instant> instant(Map<?, ?> body, String key) {
    Object value = body.get(key);
    try {
      return value == null || value.toString().isBlank() ? Optional.empty() : Optional.of(OffsetDateTime.parse(value.toString()).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("the \"" + key + "\" of a delivery must be a time such as 2026-11-20T12:00:00Z", e);
    }
  }

  private static String text(Map<?, ?> body, String key) {
    Object value = body.get(key);
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException("a delivery needs \"" + key + "\"");
    }
    return value.toString();
  }

  private static int urgency(Map<?, ?> body) {
    if (body.get("urgency") instanceof Number number && number.intValue() >= 0 && number.intValue() <= 255) {
      return number.intValue();
    }
    throw new IllegalArgumentException("a delivery needs an \"urgency\" from 0 to 255");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> payload(Map<?, ?> body) {
    if (body.get("payload") instanceof Map<?, ?> payload) {
      return (Map<String, Object>) payload;
    }
    throw new IllegalArgumentException("a delivery needs a \"payload\" object");
  }
}
