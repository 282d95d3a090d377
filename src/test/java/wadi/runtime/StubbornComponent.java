package wadi.runtime;

import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code stubborn:}: begins no consumer, though nothing seems wrong before. */
public final class StubbornComponent extends DefaultComponent {
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new StubbornEndpoint(uri, this);
  }

  private static final class StubbornEndpoint extends DefaultEndpoint {
    StubbornEndpoint(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public Producer createProducer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor) {
        @Override
        protected void doStart() {
          throw new IllegalStateException("I will not");
        }
      };
    }
  }
}
