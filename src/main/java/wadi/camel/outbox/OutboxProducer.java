package wadi.camel.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import wadi.camel.tracing.Traces;
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
    table.add(endpoint.topic(), key(body), json.writeValueAsString(body), Traces.of(exchange));
  }

  private String key(Map<?, ?> body) throws JsonProcessingException {
    if (endpoint.getJsonKey() != null) { // with the blank that Python writes: equal keys lie in one partition, whoever has written them
      return "{%s: %s}".formatted(json.writeValueAsString(endpoint.getJsonKey()), json.writeValueAsString(body.get(endpoint.getJsonKey())));
    }
    return endpoint.getKey() == null ? null : Objects.toString(body.get(endpoint.getKey()), null);
  }
}
