package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.RabbitServer;

/** The original orders service and the original alertman, each as the other half of a Wadi. */
@Timeout(300)
class AlertmanIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXCHANGE = "dummy-exchange";
  private static final String QUEUE = "dummy_alerts_queue";
  private static final String KEY = "dummy-alerts";
  private static final String TRANSACTION = """
      {"order": {"id": 1234, "name": "a very good seat", "cost": 25000.00, "currency": "INR"}, "paymentMethod": "amazonpay",
       "payment": {"card": 4111111111111111, "type": "wallet", "amount": 25000.00, "currency": "INR"}}""";

  @TempDir
  private Path folder;

  @BeforeEach
  void emptyBroker() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
      channel.queueDelete(QUEUE);
      channel.queueDelete("wadi.alerts");
      channel.exchangeDelete(EXCHANGE);
    }
  }

  private RunningWadi wadi(String... settings) {
    RunningWadi wadi = new RunningWadi(folder.resolve("data"), settings);
    return wadi.with("RABBITMQ_URI", RabbitServer.shared().uri()).with("INTAKE_ARTEMIS_ENABLED", "false");
  }

  /** As the orders service does on each of its starts. */
  private static void declareAsOrders(Channel channel) throws IOException {
    channel.exchangeDeclare(EXCHANGE, "topic", false);
  }

  /** As alertman does on each of its starts. */
  private static void declareAsAlertman(Channel channel) throws IOException {
    channel.exchangeDeclare(EXCHANGE, "topic", false);
    channel.queueDeclare(QUEUE, true, false, false, Map.of());
    channel.queueBind(QUEUE, EXCHANGE, KEY);
  }

  private static void publishAsOrders(Channel channel, String types, String message) throws IOException {
    channel.basicPublish(EXCHANGE, KEY, new AMQP.BasicProperties.Builder().deliveryMode(2).build(),
        "{\"message\": {\"alertTypes\": %s, \"message\": %s}}".formatted(types, message).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void alerts_of_the_orders_service_go_out_over_the_channels_they_name() throws Exception {
    try (RunningWadi wadi = wadi("ALERTING_ALERTMAN_ENABLED=true").start(); Connection connection = RabbitServer.shared().connect();
        Channel channel = connection.createChannel()) {
      Mailbox inbox = Mailbox.of(wadi);
      declareAsOrders(channel);
      declareAsAlertman(channel); // Wadi came first and has the same arguments, or this would close the channel
      publishAsOrders(channel, "[\"sms\", \"email\"]", "\"card 4111111111111111 was used twice\"");
      await().atMost(PATIENCE).until(() -> inbox.mails().size() == 1 && inbox.texts().size() == 1);
      assertThat(inbox.mails().get(0).get("subject").asText()).isEqualTo("Fraudulent Transaction: dummy-company");
      assertThat(inbox.mails().get(0).get("text").asText().strip()).isEqualTo("card 411111******1111 was used twice");

      publishAsOrders(channel, "[\"sms\", \"pigeon\"]", """
          {"Transaction": {"transactionID": 77, "userID": 1, "order": {"id": 7}, "paymentMethod": "amazonpay",
           "payment": {"card": 4111111111111111, "amount": 123.5, "currency": "INR"}, "status": 13, "fraudStatus": true,
           "transactionStartTime": 1772359200000, "transactionEndTime": null}}""");
      await().atMost(PATIENCE).until(() -> inbox.texts().size() == 2);
      assertThat(inbox.texts()).anySatisfy(text -> assertThat(text.get("text").asText()).contains("transaction 77", "123.5 INR", "411111******1111"));
      await().atMost(PATIENCE).until(() -> wadi.command("parked", "messages").output().contains("there is no channel pigeon"));
      assertThat(inbox.mails()).hasSize(1);
    }
  }

  @Test
  void the_names_are_there_again_after_the_broker_was_away_and_when_the_originals_came_first() throws Exception {
    try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
      declareAsOrders(channel);
      declareAsAlertman(channel);
      publishAsOrders(channel, "[\"email\"]", "\"before Wadi ran\"");
    }
    try (RunningWadi wadi = wadi("ALERTING_ALERTMAN_ENABLED=true").start()) {
      Mailbox inbox = Mailbox.of(wadi);
      await().atMost(PATIENCE).until(() -> inbox.mails().size() == 1);
      RabbitServer.shared().stop();
      RabbitServer.shared().restart();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> {
        try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
          channel.exchangeDeclarePassive(EXCHANGE);
          return channel.consumerCount(QUEUE) > 0;
        }
      });
      try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
        publishAsOrders(channel, "[\"email\"]", "\"after the broker came back\"");
        await().atMost(PATIENCE).until(() -> inbox.mails().size() == 2);
      }
    }
  }

  @Test
  void an_alertman_behind_wadi_gets_what_the_orders_service_would_have_sent() throws Exception {
    try (RunningWadi wadi = wadi("ALERTING_COMPATIBLE_PUBLISH=true").start(); Connection connection = RabbitServer.shared().connect();
        Channel channel = connection.createChannel()) {
      JsonNode reply = JSON.readTree(wadi.transact(TRANSACTION).body());
      GetResponse got = await().atMost(PATIENCE).ignoreExceptions().until(() -> {
        try (Channel looking = connection.createChannel()) {
          return looking.basicGet(QUEUE, true);
        }
      }, response -> response != null);

      assertThat(got.getEnvelope().getRoutingKey()).isEqualTo(KEY);
      assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
      assertThat(got.getProps().getContentType()).isNull();
      assertThat(got.getProps().getHeaders()).isNullOrEmpty();
      JsonNode message = JSON.readTree(got.getBody()).get("message");
      assertThat(message.get("alertTypes")).isEqualTo(JSON.readTree("[\"sms\", \"email\"]"));
      JsonNode transaction = message.get("message").get("Transaction");
      assertThat(transaction.fieldNames()).toIterable().containsExactlyInAnyOrder("transactionID", "userID", "order", "paymentMethod", "payment", "status",
          "fraudStatus", "transactionStartTime", "transactionEndTime");
      assertThat(transaction.get("transactionID")).isEqualTo(reply.get("transactionID"));
      assertThat(transaction.get("order").get("name").asText()).isEqualTo("a very good seat");
      assertThat(transaction.get("payment").get("card").asText()).isEqualTo("411111******1111");
      assertThat(transaction.get("status").asInt()).isEqualTo(13);
      assertThat(transaction.get("fraudStatus").asBoolean()).isTrue();
      assertThat(transaction.get("transactionEndTime").isNull()).isTrue();
      channel.queuePurge(QUEUE);
    }
  }

  @Test
  void a_queue_that_exists_with_other_arguments_is_used_as_it_is() throws Exception {
    try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
      channel.queueDeclare("wadi.alerts", true, false, false, Map.of("x-max-length", 1_000_000));
    }
    try (RunningWadi wadi = wadi("BROKER=rabbitmq").start()) {
      JsonNode reply = JSON.readTree(wadi.transact(TRANSACTION).body());
      Mailbox.of(wadi).awaitMailOf(reply.get("transactionID").asLong());
      assertThat(wadi.output()).contains("RabbitMQ keeps the queue wadi.alerts as it is");
    } finally {
      try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
        channel.queueDelete("wadi.alerts");
      }
    }
  }

  @Test
  void an_alert_no_queue_wants_is_not_taken_for_published() throws Exception {
    try (RunningWadi wadi = wadi("BROKER=rabbitmq").start(); Connection connection = RabbitServer.shared().connect();
        Channel channel = connection.createChannel()) {
      await().atMost(PATIENCE).ignoreExceptions().until(() -> {
        try (Channel looking = connection.createChannel()) {
          return looking.consumerCount("wadi.alerts") > 0;
        }
      });
      channel.queueDelete("wadi.alerts");
      JsonNode reply = JSON.readTree(wadi.transact(TRANSACTION).body());
      await().atMost(PATIENCE).until(() -> wadi.get("/observe/metrics").body().matches("(?s).*outbox_backlog\\{topic=\"alerts\"\\} 1\\.0.*"));
      channel.queueDeclare("wadi.alerts", true, false, false, Map.of("x-queue-type", "classic"));
      Mailbox.of(wadi).awaitMailOf(reply.get("transactionID").asLong());
    }
  }
}
