package wadi.runtime.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** What a spec can say of a message, as it is at this moment. */
final class Facts {
  private Facts() {}

  static Map<String, Object> of(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("status", exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));
    facts.put("type", body == null ? null : body.getClass().getSimpleName());
    facts.put("body", Plain.of(body));
    facts.put("headers", Plain.of(exchange.getMessage().getHeaders()));
    facts.put("variables", Plain.of(exchange.getVariables()));
    return facts;
  }
}
