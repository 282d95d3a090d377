package wadi.camel.delivery;

import java.time.Duration;
import java.time.ZoneId;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wadi.domain.delivery.Budget;

/** One channel of the delivery table. */
public final class DeliveryEndpoint extends DefaultEndpoint {
  private final String channel;
  private final DeliveryComponent.Parts parts;
  private String provider;
  private String budget = Channel.BUDGET;
  private String zone = Channel.ZONE;
  private int concurrency = Channel.CONCURRENCY;
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

  Budget parsedBudget() {
    return Budget.parse(budget, ZoneId.of(zone));
  }

  public String getProvider() {
    return provider;
  }

  /** For a consumer: who sends what it hands out; stands beside each delivery and each attempt. */
  public void setProvider(String provider) {
    this.provider = provider;
  }

  public String getBudget() {
    return budget;
  }

  /** For a consumer: what the provider allows, for example {@code 12 per hour, 300 per day}, or {@code unlimited}. */
  public void setBudget(String budget) {
    this.budget = budget;
  }

  public String getZone() {
    return zone;
  }

  /** For a consumer: the provider's time zone, where its hours and days begin. */
  public void setZone(String zone) {
    this.zone = zone;
  }

  public int getConcurrency() {
    return concurrency;
  }

  /** For a consumer: sends under way at the same time, outcomes not yet written included. */
  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }

  public long getLease() {
    return lease;
  }

  /** For a consumer: milliseconds after which another process may take over what this one claimed. */
  public void setLease(long lease) {
    this.lease = lease;
  }
}
