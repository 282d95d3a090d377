package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an explanation shows of the conditions in routes, and what it must not. */
class ConditionsTest {
  private static final String SECRET = "hush-hush";

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    Map.of("fraud.mode", "rules", "partner.token", SECRET, "camel.apiKey", SECRET, "partner.say", "{{partner.token}}", "partner.path", "{{env:PATH}}",
        "partner.url", "amqp://wadi:" + SECRET + "@host:5672").forEach(context.getPropertiesComponent()::addInitialProperty);
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private Map<String, Object> values(String condition) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("severity", "high");
    exchange.setVariable("api-key", SECRET);
    exchange.getMessage().setHeader("Authorization", SECRET);
    return new Conditions.Condition("when", new SimpleExpression(condition)).values(exchange);
  }

  @Test
  void properties_and_variables_are_shown_with_what_they_hold() {
    assertThat(values("'{{fraud.mode}}' == 'rules' && ${variable.severity} == '{{partner.name:nobody}}'"))
        .isEqualTo(Map.of("{{fraud.mode}}", "rules", "${variable.severity}", "high", "{{partner.name:nobody}}", "nobody"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{env:PATH}}", "{{env:PARTNER_TOKEN}}", "{{?env:PATH}}", "{{sys:java.home}}", "{{partner.token}}", "{{?partner.token}}", "{{partner.token:none}}",
      "{{camel.apiKey}}", "{{partner.say}}", "{{partner.path}}", "{{partner.url}}", "${env.PATH}", "${sysenv.PATH}", "${env:PATH}", "${sys.java.home}",
      "${properties:partner.token}", "${properties:partner.say}", "${header.Authorization}", "${headers[Authorization]}", "${variable.api-key}"})
  void what_may_be_a_secret_is_shown_as_it_is_written(String part) {
    assertThat(values("${variable.severity} == '" + part + "'")).isEqualTo(Map.of("${variable.severity}", "high", part, part));
  }
}
