package wadi.camel.delivery;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wadi.domain.delivery.RetryPolicy;

/** One channel of the delivery table. */
public final class DeliveryEndpoint extends DefaultEndpoint {
  private final String channel;
  private final DeliveryComponent.Parts parts;
  private String providers = "";
  private long lease = Duration.ofSeconds(60).toMillis();

  DeliveryEndpoint(String uri, Component component, String channel, DeliveryComponent.Parts parts) {
    super(uri, component);
    this.channel = channel;
    this.parts = parts;
  }

  @Override
  public Producer createProducer() {
    return new DeliveryProducer(this, channel, parts);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    DeliveryConsumer consumer = new DeliveryConsumer(this, processor, parts);
    configureConsumer(consumer);
    return consumer;
  }

  String channel() {
    return channel;
  }

  /** One for each provider, in their order. */
  List<Lane> lanes() {
    Channel properties = new Channel(channel);
    return Arrays.stream(providers.split(",")).map(String::strip)
        .map(provider -> new Lane(properties.lane(provider, this::property), properties.concurrency(provider, this::property), parts.clock())).toList();
  }

  /** For how long, and how often, what fails is tried again. */
  RetryPolicy retries() {
    return new Channel(channel).retries(parts.retries(), this::property);
  }

  private String property(String key) {
    return getCamelContext().getPropertiesComponent().resolveProperty(key).orElse("");
  }

  public String getProviders() {
    return providers;
  }

  /**
   * For a consumer: who sends what it hands out, divided by commas; the next takes over while the one before cannot send. What each may
   * send say the properties {@code delivery.<channel>.<provider>.budget} and so on.
   */
  public void setProviders(String providers) {
    this.providers = providers;
  }

  public long getLease() {
    return lease;
  }

  /** For a consumer: milliseconds after which another process may take over what this one claimed. */
  public void setLease(long lease) {
    this.lease = lease;
  }
}
