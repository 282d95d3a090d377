package wadi.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wadi.platform.postgres.OutboxTable;

/** What several of the shipped routes do together: a spec looks at one, an end-to-end test at the process. */
class PipelineTest extends ShippedRoutesTestSupport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MockEndpoint outbox;
  private MockEndpoint broker;
  private MockEndpoint deliveries;
  private MockEndpoint smtp;

  @BeforeEach
  void resetMocks() {
    MockEndpoint.resetMocks(context());
    outbox = getMockEndpoint("mock:outbox:alerts");
    broker = getMockEndpoint("mock:jms:queue:wadi.alerts");
    deliveries = getMockEndpoint("mock:delivery:email");
    smtp = getMockEndpoint("mock:smtp:127.0.0.1:2525");
  }

  @Test
  void a_held_transaction_its_alert_and_the_message_about_it_are_one_commit() throws Exception {
    outbox.expectedMessageCount(1);
    AtomicBoolean together = new AtomicBoolean();
    outbox.whenAnyExchangeReceived(exchange -> together.set(TransactionSynchronizationManager.isActualTransactionActive()));
    JsonNode reply = reply(send("direct:begin-receive-transaction-http", transaction("25000.00")), 402);
    assertThat(reply.at("/verdict/reasons/0/code").asText()).isEqualTo("LARGE_AMOUNT");
    assertThat(outside.transactions()).singleElement().satisfies(entry -> {
      assertThat(entry.status()).isEqualTo(15);
      assertThat(entry.decision()).isEqualTo("held");
      assertThat(entry.body()).doesNotContain("1234567887654321");
    });
    long id = reply.get("transactionID").asLong();
    assertThat(outside.alerts()).singleElement().satisfies(alert -> {
      assertThat(alert.transactionId()).isEqualTo(id);
      assertThat(alert.severity()).isEqualTo("high");
      assertThat(alert.inTransaction()).isTrue();
    });
    outbox.assertIsSatisfied();
    assertThat(together).as("written in the transaction").isTrue();
    assertThat(outbox.getReceivedExchanges().get(0).getMessage().getBody(Map.class).get("transactionID")).isEqualTo(id);
    assertThat(outside.database().commits()).isEqualTo(1);
  }

  @Test
  void a_clean_transaction_is_settled_and_stored_and_nobody_is_told() throws Exception {
    outbox.expectedMessageCount(0);
    JsonNode reply = reply(send("direct:begin-receive-transaction-http", transaction("123.00")), 200);
    assertThat(reply.at("/transactionStatus/code").asInt()).isEqualTo(18);
    assertThat(outside.transactions()).singleElement().satisfies(entry -> assertThat(entry.status()).isEqualTo(18));
    assertThat(outside.alerts()).isEmpty();
    outbox.assertIsSatisfied();
  }

  @Test
  void a_transaction_to_review_is_sold_and_raises_a_low_alert() throws Exception {
    outbox.expectedMessageCount(1);
    JsonNode reply = reply(send("direct:begin-receive-transaction-http", transaction("10000.00")), 200);
    assertThat(reply.at("/verdict/decision").asText()).isEqualTo("review");
    assertThat(outside.alerts()).singleElement().satisfies(alert -> assertThat(alert.severity()).isEqualTo("low"));
    outbox.assertIsSatisfied();
  }

  @Test
  void what_a_held_transaction_wrote_becomes_a_mail_over_outbox_broker_and_delivery_table() throws Exception {
    send("direct:begin-receive-transaction-http", transaction("100000.00"));
    String alert = JSON.writeValueAsString(outbox.getReceivedExchanges().get(0).getMessage().getBody());

    assertThat(send("direct:begin-relay-outbox", List.of(new OutboxTable.Message(1, "1", alert))).getException()).isNull();
    assertThat(broker.getReceivedExchanges()).singleElement().satisfies(message -> {
      assertThat(message.getMessage().getBody()).isEqualTo(alert);
      assertThat(message.getMessage().getHeaders()).isEqualTo(Map.of("eventId", "outbox-1"));
    });

    assertThat(send("direct:begin-receive-alert-artemis", alert).getException()).isNull();
    assertThat(deliveries.getReceivedExchanges()).hasSize(1);
    Map<String, Object> promise = body(deliveries);
    assertThat(promise).containsEntry("recipient", "fraud-desk@example.com").containsEntry("urgency", 200).containsEntry("source", "alert");

    promise.put("id", 4711L);
    assertThat(send("direct:begin-release-email", promise).getException()).isNull();
    assertThat(smtp.getReceivedExchanges()).singleElement().satisfies(mail -> {
      assertThat(mail.getMessage().getHeaders()).doesNotContainKey("X-Luggage");
      MimeMessage written = mail.getMessage().getBody(MimeMessage.class);
      assertThat(written.getAllRecipients()).extracting(Address::toString).containsExactly("fraud-desk@example.com");
      assertThat(written.getSubject()).startsWith("[critical] Transaction ").endsWith("100000.00 INR held");
      assertThat(written.getMessageID()).isEqualTo("<4711@wadi.localhost>");
      BodyPart text = ((MimeMultipart) written.getContent()).getBodyPart(0);
      assertThat((String) text.getContent()).contains("VERY_LARGE_AMOUNT").doesNotContain("1234567887654321");
    });
  }

  @Test
  void an_alert_that_arrives_twice_is_delivered_once() throws Exception {
    send("direct:begin-receive-alert-artemis", "{\"alertId\": 7, \"severity\": \"low\"}");
    send("direct:begin-receive-alert-artemis", "{\"alertId\": 7, \"severity\": \"low\"}");
    assertThat(deliveries.getReceivedExchanges()).hasSize(1);
    assertThat(body(deliveries)).containsEntry("recipient", "fraud-review@example.com").containsEntry("urgency", 50);
  }

  @Test
  void what_an_inner_route_finds_missing_is_a_422_at_the_edge() throws Exception {
    Exchange refused = send("direct:begin-receive-transaction-http", "{\"order\": {}, \"payment\": {}}");
    assertThat(reply(refused, 422).at("/errors/0/pointer").asText()).isEqualTo("/paymentMethod");
    assertThat(refused.getMessage().getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(outside.transactions()).isEmpty();
  }

  @Test
  void a_database_that_fails_in_the_middle_is_a_503_at_the_edge_and_nothing_is_kept() throws Exception {
    outside.failWith(new CannotGetJdbcConnectionException("away"));
    reply(send("direct:begin-receive-transaction-http", transaction("25000.00")), 503);
    reply(send("direct:begin-receive-transaction-http", transaction("123.00")), 503);
    assertThat(outside.database().rollbacks()).isEqualTo(1);
    assertThat(outside.database().commits()).isZero();
    assertThat(outbox.getReceivedExchanges()).isEmpty();
  }

  @Test
  void an_outbox_that_fails_takes_the_transaction_and_its_alert_back() throws Exception {
    outbox.whenAnyExchangeReceived(exchange -> {
      throw new CannotGetJdbcConnectionException("away");
    });
    reply(send("direct:begin-receive-transaction-http", transaction("25000.00")), 503);
    assertThat(outside.database().rollbacks()).isEqualTo(1);
    assertThat(outside.transactions()).isEmpty();
    assertThat(outside.alerts()).isEmpty();
  }

  @Test
  void an_alert_goes_back_to_the_broker_while_the_database_is_away_and_has_its_effect_when_it_comes_again() throws Exception {
    deliveries.whenAnyExchangeReceived(exchange -> {
      throw new CannotGetJdbcConnectionException("away");
    });
    Exchange failed = send("direct:begin-receive-alert-artemis", "{\"alertId\": 8, \"severity\": \"high\"}");
    assertThat(failed.getException()).hasRootCauseInstanceOf(CannotGetJdbcConnectionException.class);
    assertThat(outside.parked()).isEmpty();
    deliveries.reset();
    assertThat(send("direct:begin-receive-alert-artemis", "{\"alertId\": 8, \"severity\": \"high\"}").getException()).isNull();
    assertThat(deliveries.getReceivedExchanges()).hasSize(1);
  }

  @Test
  void an_alert_nothing_can_be_done_with_is_parked_masked() {
    Exchange parked = send("direct:begin-receive-alert-artemis", "card 4111111111111111, and no JSON");
    assertThat(parked.getException()).isNull();
    assertThat(outside.parked()).singleElement().satisfies(message -> {
      assertThat(message.source()).isEqualTo("receive-alert-artemis");
      assertThat(message.preview()).contains("no JSON").doesNotContain("4111111111111111");
    });
    assertThat(deliveries.getReceivedExchanges()).isEmpty();
  }

  private static String transaction(String amount) {
    return """
        {"order": {"id": 1, "cost": %1$s, "currency": "INR"}, "paymentMethod": "amazonpay",
         "payment": {"card": 1234567887654321, "type": "wallet", "amount": %1$s, "currency": "INR"}}""".formatted(amount);
  }

  private static JsonNode reply(Exchange exchange, int status) throws Exception {
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("X-Luggage");
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)).as("status").isEqualTo(status);
    return JSON.readTree(exchange.getMessage().getBody(String.class));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(MockEndpoint endpoint) {
    return endpoint.getReceivedExchanges().get(0).getMessage().getBody(Map.class);
  }
}
