package wadi.camel.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import wadi.platform.postgres.OutboxTable;

/** Writes the body, a JSON object, into the outbox. */
final class OutboxProducer extends DefaultProducer {
  private final OutboxEndpoint endpoint;
  private final OutboxTable table;
  private ObjectMapper json;

  OutboxProducer(OutboxEndpoint endpoint, OutboxTable table) {
    super(endpoint);
    this.endpoint = endpoint;
    this.table = table;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    json = CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), ObjectMapper.class);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Map<?, ?> body = exchange.getMessage().getMandatoryBody(Map.class);
    Object key = endpoint.getKey() == null ? null : body.get(endpoint.getKey());
    table.add(endpoint.topic(), Objects.toString(key, null), json.writeValueAsString(body));
  }
}
