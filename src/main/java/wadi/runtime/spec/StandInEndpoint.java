package wadi.runtime.spec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** One seam of a twin. */
final class StandInEndpoint extends DefaultEndpoint {
  private final String seam;
  private final Map<String, Object> options;
  private final Recorder recorder;
  private final boolean observed;

  StandInEndpoint(String uri, Component component, Map<String, Object> options, Recorder recorder, boolean observed) {
    super(uri, component);
    this.seam = Seams.name(uri);
    this.options = options;
    this.recorder = recorder;
    this.observed = observed;
  }

  /** As specs call it. */
  String seam() {
    return seam;
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) throws Exception {
        send(exchange);
      }
    };
  }

  /** Consumes nothing: the runner feeds its processor. */
  @Override
  public Consumer createConsumer(Processor processor) {
    return new DefaultConsumer(this, processor);
  }

  private void send(Exchange exchange) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>(Facts.of(exchange));
    facts.put("options", observed ? evaluated(exchange) : Plain.of(options));
    Answer answer = recorder.leaves(new Left(Left.Kind.TO, seam, !observed, facts));
    Exception failure = answer.fails().flatMap(Failures::of).orElse(null);
    if (failure != null) {
      throw failure;
    }
    answer.body().ifPresent(exchange.getMessage()::setBody);
    answer.headers().forEach(exchange.getMessage()::setHeader);
    answer.variables().forEach(exchange::setVariable);
  }

  /** Metrics take their tags from the message, as the real component does. */
  private Map<String, Object> evaluated(Exchange exchange) {
    Map<String, Object> evaluated = new LinkedHashMap<>();
    options.forEach((name, value) -> evaluated.put(name,
        getCamelContext().resolveLanguage("simple").createExpression(String.valueOf(value)).evaluate(exchange, String.class)));
    return evaluated;
  }

  /** Whether a message comes from outside here, as text and with foreign headers, and not from a route or a table of ours. */
  boolean isWire() {
    return !seam.matches("(direct|kamelet|delivery|outbox|timer|scheduler):.*");
  }

  /** The headers that this edge lets in. Camel's own, which name the request, come from the component and not from outside. */
  Map<String, Object> admitted(Map<String, Object> headers, Exchange exchange) {
    Object strategy = options.get("headerFilterStrategy");
    if (!isWire() || strategy == null) {
      return headers;
    }
    CamelContext context = getCamelContext();
    HeaderFilterStrategy filter = CamelContextHelper.mandatoryLookup(context, strategy.toString().replace("#", ""), HeaderFilterStrategy.class);
    Map<String, Object> admitted = new HashMap<>(headers);
    admitted.keySet().removeIf(name -> !name.matches("(CamelHttp|CamelJms|JMS).*")
        && filter.applyFilterToExternalHeaders(name, headers.get(name), exchange));
    return admitted;
  }
}
