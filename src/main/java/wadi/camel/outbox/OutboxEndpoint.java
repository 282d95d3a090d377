package wadi.camel.outbox;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import wadi.platform.Doorbell;
import wadi.platform.postgres.OutboxTable;

/** One topic of the outbox. */
public final class OutboxEndpoint extends DefaultEndpoint {
  private final String topic;
  private final OutboxTable table;
  private final Doorbell doorbell;
  private String key;
  private String jsonKey;
  private int batch = 200;

  OutboxEndpoint(String uri, Component component, String topic, OutboxTable table, Doorbell doorbell) {
    super(uri, component);
    this.topic = topic;
    this.table = table;
    this.doorbell = doorbell;
  }

  @Override
  public Producer createProducer() {
    return new OutboxProducer(this, table);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    OutboxConsumer consumer = new OutboxConsumer(this, processor, table, doorbell);
    configureConsumer(consumer);
    return consumer;
  }

  String topic() {
    return topic;
  }

  public String getKey() {
    return key;
  }

  /** For a producer: the member of the body, a JSON object, whose value is the message's key. */
  public void setKey(String key) {
    this.key = key;
  }

  public String getJsonKey() {
    return jsonKey;
  }

  /** For a producer: the member of the body, a JSON object, that is the message's key as an object with this member alone: {@code {"site_id": 7}}. */
  public void setJsonKey(String jsonKey) {
    this.jsonKey = jsonKey;
  }

  public int getBatch() {
    return batch;
  }

  /** For a consumer: the most messages in one exchange. */
  public void setBatch(int batch) {
    this.batch = batch;
  }
}
