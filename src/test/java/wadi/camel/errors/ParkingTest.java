package wadi.camel.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.RoutePath;
import wadi.camel.intake.JsonReader;
import wadi.platform.ports.DeadLetter;

class ParkingTest {
  private final List<DeadLetter> letters = new ArrayList<>();
  private final CamelContext camel = new DefaultCamelContext();

  /** As the routes of background-errors do: the body is changed on the way, and parked as it came. */
  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("parking", new Parking(letters::add, JsonReader.create(64, 10_000)));
    camel.addRoutePolicyFactory(new RoutePath());
    camel.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:receive").routeId("receive").onException(Exception.class).handled(true).useOriginalMessage().to("direct:park-message").end()
            .setHeader("inner", constant("x")).setBody(constant("changed")).to("direct:accept");
        from("direct:accept").routeId("accept").errorHandler(noErrorHandler()).throwException(new IllegalArgumentException("no 4111111111111111"));
        from("direct:park-message").routeId("park-message").errorHandler(noErrorHandler()).bean(camel.getRegistry().lookupByName("parking"), "park");
      }
    });
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void the_original_is_kept_with_where_it_came_in_and_where_it_failed() {
    park("{\"n\": 1.10}", Map.of("traceparent", "00-1"));
    assertThat(letters).singleElement().satisfies(letter -> {
      assertThat(letter.from()).isEqualTo("receive");
      assertThat(letter.source()).isEqualTo("accept");
      assertThat(letter.reason()).isEqualTo("IllegalArgumentException: no 411111******1111");
      assertThat(letter.replayOf()).isNull();
    });
    Exchange again = entered();
    assertThat(again.getMessage().getBody()).isEqualTo("{\"n\": 1.10}");
    assertThat(again.getMessage().getHeaders()).containsOnly(entry("traceparent", "00-1"));
  }

  @Test
  void bytes_enter_again_as_bytes_and_values_as_values() {
    byte[] bytes = {0, -1, 123, 34};
    park(bytes, Map.of());
    assertThat(entered().getMessage().getBody()).isEqualTo(bytes);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("amount", new BigDecimal("12345678901234.10"));
    values.put("lines", List.of(1, "ü"));
    park(values, Map.of("count", 3, "big", 1L << 40, "flag", true, "object", new Object()));
    assertThat(entered().getMessage().getBody()).isEqualTo(values);
    assertThat(entered().getMessage().getHeaders()).containsOnly(entry("count", 3), entry("big", 1L << 40), entry("flag", true));
    park(null, Map.of());
    assertThat(entered().getMessage().getBody()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
      "{\"card\": 4111111111111111, \"cvv\": \"737\", \"id\": 12}|{\"card\":\"411111******1111\",\"cvv\":\"***\",\"id\":12}",
      "{\"cvv\": \"737\", \"a\": |{\"cvv\": \"***\", \"a\": ",
      "card 4111-1111-1111-1111 cvv 737|card **************** cvv ***"})
  void people_are_shown_no_card_and_no_secret(String message, String preview) {
    park(message, Map.of());
    park(message.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(letters).extracting(DeadLetter::preview).allSatisfy(shown -> {
      assertThat(shown).doesNotContain("737").doesNotContain("4111111111111111");
      if (message.startsWith("{\"card")) {
        assertThat(shown).contains("411111******1111").contains("12");
      } else {
        assertThat(shown).doesNotContainPattern("[0-9]");
      }
    });
    assertThat(letters.get(0).preview()).isEqualTo(preview.strip());
  }

  @Test
  void a_preview_is_short_and_the_original_whole() {
    String text = "{\"a\": \"" + "x".repeat(10_000) + "\"}";
    park(text, Map.of());
    assertThat(letters.get(0).preview()).hasSize(4_000);
    assertThat(entered().getMessage().getBody()).isEqualTo(text);
  }

  @Test
  void a_replay_that_fails_is_linked_and_a_route_may_park_without_a_failure() {
    camel.start();
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty(Parking.REPLAY_OF, 7L);
    exchange.getMessage().setBody("x");
    camel.createProducerTemplate().send("direct:park-message", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(letters).singleElement().satisfies(letter -> {
      assertThat(letter.replayOf()).isEqualTo(7);
      assertThat(letter.reason()).isEqualTo("nothing is to be done with it");
      assertThat(letter.source()).isEqualTo("park-message");
    });
  }

  private void park(Object body, Map<String, Object> headers) {
    camel.start();
    camel.createProducerTemplate().sendBodyAndHeaders("direct:receive", body, headers);
  }

  /** The last one, as its replay gives it to its route. */
  private Exchange entered() {
    Exchange exchange = new DefaultExchange(camel);
    OriginalMessage.read(letters.get(letters.size() - 1).original()).enter(exchange.getMessage());
    return exchange;
  }
}
