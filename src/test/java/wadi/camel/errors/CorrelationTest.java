package wadi.camel.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @AfterEach
  void forget() {
    ThreadContext.clearAll();
  }

  @Test
  void a_line_says_which_transaction_and_alert_it_is_about_and_the_next_one_does_not() {
    exchange.getMessage().setBody(Map.of("transactionID", 243479347200017L, "message", Map.of("card", "4111111111111111")));
    exchange.setVariable("alert", Map.of("alertId", 7));
    exchange.getMessage().setHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    try (Correlation about = Correlation.of(exchange)) {
      assertThat(ThreadContext.getImmutableContext()).isEqualTo(
          Map.of("transaction.id", "243479347200017", "alert.id", "7", "trace.id", "0af7651916cd43dd8448eb211c80319c"));
    }
    assertThat(ThreadContext.isEmpty()).isTrue();
  }

  @Test
  void what_others_write_is_no_number_of_ours() {
    exchange.getMessage().setBody(Map.of("transactionID", "4111111111111111 of Ann", "alertId", 1.5));
    exchange.getMessage().setHeader("traceparent", "00-Ann-b7ad6b7169203331-01");
    try (Correlation about = Correlation.of(exchange)) {
      assertThat(ThreadContext.isEmpty()).isTrue();
    }
  }

  @Test
  void a_json_line_is_one_object_with_these_numbers_on_top() throws Exception {
    ThreadContext.put("transaction.id", "243479347200017");
    JsonNode line = new ObjectMapper().readTree(json("two\nlines \"quoted\"", new IllegalStateException("why")));
    assertThat(line.at("/transaction.id").asText()).isEqualTo("243479347200017");
    assertThat(line.at("/message").asText()).isEqualTo("two\nlines \"quoted\"");
    assertThat(line.at("/log.level").asText()).isEqualTo("WARN");
    assertThat(line.at("/@timestamp").asText()).isEqualTo("2026-11-22T08:00:00.123Z");
    assertThat(line.at("/error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(json("short", null)).doesNotContain("error.").endsWith("}\n").hasLineCount(1);
  }

  private static String json(String message, Throwable thrown) {
    JsonTemplateLayout layout = JsonTemplateLayout.newBuilder().setConfiguration(new DefaultConfiguration())
        .setEventTemplateUri("classpath:wadi/platform/log-ecs.json").build();
    return layout.toSerializable(Log4jLogEvent.newBuilder().setLoggerName("wadi.Test").setLevel(Level.WARN).setMessage(new SimpleMessage(message))
        .setThrown(thrown).setTimeMillis(1_795_334_400_123L).setContextData(ContextDataFactory.createContextData(ThreadContext.getImmutableContext())).build());
  }
}
