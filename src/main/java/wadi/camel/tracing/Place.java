package wadi.camel.tracing;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;

/**
 * What a span may say about where messages come from or go to: names that stand in our files. No address as a whole, no header, no body: they may be
 * secret, or about people.
 */
record Place(Endpoint endpoint, String scheme) {
  /** Where messages wait, by the names that others know. */
  private static final Map<String, String> QUEUES = Map.of("jms", "activemq", "kafka", "kafka", "spring-rabbitmq", "rabbitmq", "outbox", "wadi", "delivery", "wadi");
  private static final Pattern HOST = Pattern.compile("(?:https?:/*)?(?:[^/@]*@)?([\\w.-]+)");
  private static final Set<String> BROKERS = Set.of("jms", "kafka", "spring-rabbitmq");
  private static final Set<String> OTHERS_SYSTEMS = Set.of("http", "https");
  private static final Set<String> OUR_SYSTEMS = Set.of("fraud-http");

  static Place of(Endpoint endpoint) {
    String uri = endpoint.getEndpointUri();
    return new Place(endpoint, uri.substring(0, Math.max(0, uri.indexOf(':'))));
  }

  boolean isOutbox() {
    return scheme.equals("outbox");
  }

  /** Whether a message sent there takes along where it comes from. */
  boolean takesContext() {
    return takesState() || OTHERS_SYSTEMS.contains(scheme);
  }

  /** Whether also what other systems of the trace have said, which is nothing for strangers. */
  boolean takesState() {
    return BROKERS.contains(scheme) || OUR_SYSTEMS.contains(scheme);
  }

  SpanKind kindOfReceived() {
    return scheme.equals("platform-http") ? SpanKind.SERVER : QUEUES.containsKey(scheme) ? SpanKind.CONSUMER : SpanKind.INTERNAL;
  }

  SpanKind kindOfSent() {
    return QUEUES.containsKey(scheme) ? SpanKind.PRODUCER : SpanKind.CLIENT;
  }

  void describe(SpanBuilder span) {
    if (QUEUES.containsKey(scheme)) {
      span.setAttribute("messaging.system", QUEUES.get(scheme)).setAttribute("messaging.destination.name", queue());
    } else if (scheme.equals("platform-http")) {
      span.setAttribute("http.route", rest());
    } else if (OTHERS_SYSTEMS.contains(scheme) || OUR_SYSTEMS.contains(scheme)) {
      Matcher host = HOST.matcher(rest());
      if (host.lookingAt()) {
        span.setAttribute("server.address", host.group(1));
      }
    }
  }

  private String queue() {
    if (endpoint instanceof SpringRabbitMQEndpoint rabbit) {
      return rabbit.getQueues() != null ? rabbit.getQueues() : rabbit.getRoutingKey() != null ? rabbit.getRoutingKey() : rabbit.getExchangeName();
    }
    return rest().replaceFirst("^(queue|topic):", "");
  }

  private String rest() {
    return endpoint.getEndpointUri().substring(scheme.length() + 1).replaceFirst("[?].*", "").replaceFirst("^//", "");
  }
}
