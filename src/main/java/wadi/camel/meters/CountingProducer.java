package wadi.camel.meters;

import io.micrometer.core.instrument.Counter;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** {@code micrometer:counter:name}. */
final class CountingProducer extends MeasuringProducer<Counter> {
  private final String increment;
  private Expression times;

  CountingProducer(MeasuringEndpoint endpoint) {
    super(endpoint, tags -> endpoint.getRegistry().counter(endpoint.getMetricsName(), tags));
    this.increment = endpoint.getIncrement();
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    times = increment == null ? null : expression(increment);
  }

  @Override
  void measure(Exchange exchange) {
    meter(exchange).increment(times == null ? 1 : times.evaluate(exchange, Double.class));
  }
}
