package wadi.camel.outbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import wadi.platform.Doorbells;
import wadi.platform.postgres.OutboxTable;

/**
 * {@code outbox:topic}: the one way out to brokers. {@code to} writes a message with the transaction it is in;
 * {@code from} hands out what waits, in order, as lists of {@link OutboxTable.Message}.
 */
public final class OutboxComponent extends DefaultComponent {
  private final OutboxTable table;
  private final Doorbells doorbells;

  public OutboxComponent(OutboxTable table, Doorbells doorbells) {
    this.table = table;
    this.doorbells = doorbells;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
    OutboxEndpoint endpoint = new OutboxEndpoint(uri, this, topic, table, doorbells.of(OutboxTable.bell(topic)));
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
