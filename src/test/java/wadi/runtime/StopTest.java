package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopTest {

  @ParameterizedTest
  @CsvSource({
      "platform-http:/transact?httpMethodRestrict=POST, HTTP /transact",
      "platform-http:///v2/%7Bid%7D, HTTP /v2/{id}",
      "jms:queue:wadi.alerts?transacted=true, queue wadi.alerts",
      "spring-rabbitmq://default?queues=wadi.alerts&prefetchCount=5, RabbitMQ wadi.alerts",
      "delivery:email?providers=smtp, waiting: email",
      "https:https://user:secret@api.example.com/bots/123:secret?token=secret, api.example.com",
      "https://hooks.example.com/services/secret, hooks.example.com",
      "https:${body[url]}, a web address",
      "smtp://user:secret@mail.example.com:25?password=secret, smtp mail.example.com:25",
  })
  void a_place_is_named_without_what_may_be_secret(String uri, String label) {
    assertThat(Stop.of(uri)).map(Stop::label).contains(label);
    assertThat(Stop.of(uri)).map(Stop::id).hasValueSatisfying(id -> assertThat(id).doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"micrometer:counter:x", "mustache:file:x", "direct:accept-alert", "not a uri", "log:x"})
  void what_stays_inside_is_no_place(String uri) {
    assertThat(Stop.of(uri)).isEmpty();
  }
}
