package wadi.camel.meters;

import io.micrometer.core.instrument.Meter;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Producer;
import org.apache.camel.component.micrometer.MicrometerEndpoint;

/** One meter as a route names it. */
final class MeasuringEndpoint extends MicrometerEndpoint {
  private static final String EXPRESSION = "${";

  MeasuringEndpoint(String uri, Component component, MicrometerEndpoint asNamed) {
    super(uri, component, asNamed.getRegistry(), asNamed.getMetricsType(), asNamed.getMetricsName());
    setMetricsDescription(asNamed.getMetricsDescription());
    setTags(asNamed.getTags() == null ? Map.of() : Map.copyOf(asNamed.getTags()));
    setAction(asNamed.getAction());
    setValue(asNamed.getValue());
    setIncrement(asNamed.getIncrement());
    setDecrement(asNamed.getDecrement());
  }

  /** Whatever ours does not know, such as a summary, is left to Camel's. */
  @Override
  public Producer createProducer() {
    boolean fixedName = !getMetricsName().contains(EXPRESSION) && getMetricsDescription() == null;
    if (fixedName && getMetricsType() == Meter.Type.COUNTER && getDecrement() == null) {
      return new CountingProducer(this);
    }
    if (fixedName && getMetricsType() == Meter.Type.TIMER && ("start".equals(getAction()) || "stop".equals(getAction()))) {
      return new TimingProducer(this);
    }
    return super.createProducer();
  }
}
