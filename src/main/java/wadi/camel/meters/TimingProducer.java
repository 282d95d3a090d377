package wadi.camel.meters;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/** {@code micrometer:timer:name} with {@code action} start or stop; a stop without a start does nothing. */
final class TimingProducer extends MeasuringProducer<Timer> {
  private final boolean start;
  private final String property;

  TimingProducer(MeasuringEndpoint endpoint) {
    super(endpoint, tags -> endpoint.getRegistry().timer(endpoint.getMetricsName(), tags));
    this.start = "start".equals(endpoint.getAction());
    this.property = "timer:" + endpoint.getMetricsName();
  }

  @Override
  void measure(Exchange exchange) {
    if (start) {
      exchange.setProperty(property, System.nanoTime());
    } else if (exchange.removeProperty(property) instanceof Long began) {
      meter(exchange).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
  }
}
