package wadi.camel.delivery;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The short message centre of one channel. */
public final class SmscEndpoint extends DefaultEndpoint {
  SmscEndpoint(String uri, SmscComponent component) {
    super(uri, component);
  }

  @Override
  public Producer createProducer() {
    return new SmscProducer(this, (SmscComponent) getComponent());
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("smsc: only sends; what the centre says of messages later comes as receipts");
  }
}
