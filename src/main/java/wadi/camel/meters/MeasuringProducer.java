package wadi.camel.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the meter for an exchange by the values of its labels. Whatever goes wrong is said once and then let be.
 *
 * @param <M> kind of meter
 */
abstract class MeasuringProducer<M extends Meter> extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuringProducer.class);
  private static final int MOST_REMEMBERED = 1_000;

  private final Function<List<Tag>, M> registrar;
  private final List<Label> labels = new ArrayList<>();
  private final Map<List<String>, M> meters = new ConcurrentHashMap<>();
  private final AtomicBoolean said = new AtomicBoolean();

  private record Label(String name, Expression value) {}

  MeasuringProducer(MeasuringEndpoint endpoint, Function<List<Tag>, M> registrar) {
    super(endpoint);
    this.registrar = registrar;
  }

  abstract void measure(Exchange exchange);

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    ((MeasuringEndpoint) getEndpoint()).getTags().forEach((name, value) -> labels.add(new Label(name, expression(value))));
  }

  final Expression expression(String text) {
    CamelContext context = getEndpoint().getCamelContext();
    Expression expression = context.resolveLanguage("simple").createExpression(text);
    expression.init(context);
    return expression;
  }

  final M meter(Exchange exchange) {
    List<String> values = new ArrayList<>(labels.size());
    for (Label label : labels) {
      String value = label.value().evaluate(exchange, String.class);
      values.add(value == null ? "" : value);
    }
    M meter = meters.get(values);
    if (meter == null) {
      meter = register(values);
      if (meters.size() < MOST_REMEMBERED) {
        meters.put(values, meter);
      }
    }
    return meter;
  }

  private M register(List<String> values) {
    List<Tag> tags = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      tags.add(Tag.of(labels.get(i).name(), values.get(i)));
    }
    return registrar.apply(tags);
  }

  @Override
  public final void process(Exchange exchange) {
    try {
      measure(exchange);
    } catch (RuntimeException e) {
      if (said.compareAndSet(false, true)) {
        LOG.warn("{} does not measure; check its name and labels: {}", getEndpoint(), e.getClass().getSimpleName());
      }
    }
  }
}
