package wadi.camel.sites;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** The sites that are due. */
public final class SitesEndpoint extends DefaultEndpoint {
  private final SitesComponent.Parts parts;

  SitesEndpoint(String uri, Component component, SitesComponent.Parts parts) {
    super(uri, component);
    this.parts = parts;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(getEndpointKey() + " can only be read from");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    SitesConsumer consumer = new SitesConsumer(this, processor, parts);
    configureConsumer(consumer);
    return consumer;
  }
}
