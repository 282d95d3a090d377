package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.brokers.KafkaServer;
import wadi.brokers.Ports;
import wadi.brokers.RabbitServer;
import wadi.cli.send.ShippedRules;
import wadi.contracts.AsyncApi;
import wadi.domain.fraud.Decision;
import wadi.platform.broker.EmbeddedArtemis;

/** {@code wadi send} to real servers. */
@Timeout(300)
class SendIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> properties = new HashMap<>();

  /** How it ended, and what it printed. */
  private record Ended(int code, String out, String err) {}

  @AfterEach
  void forget() {
    properties.keySet().forEach(System::clearProperty);
  }

  @Test
  void transactions_stand_in_rabbitmq_each_with_an_identity() throws Exception {
    RabbitServer rabbit = RabbitServer.shared();
    set("rabbitmq.uri", rabbit.tlsUri(), "rabbitmq.tls.ca", rabbit.authority(), "intake.rabbitmq.queue", "send.transactions");
    try (Connection connection = rabbit.connect(); Channel channel = connection.createChannel()) {
      channel.queueDeclare("send.transactions", true, false, false, Map.of());
      Ended ended = send("transactions", "-n", "250", "--to", "rabbitmq");
      assertThat(ended.code()).as(ended.toString()).isZero();
      assertThat(ended.out()).contains("250 transactions to send.transactions on RabbitMQ at 127.0.0.1:", "confirmed       250");
      Set<String> identities = new HashSet<>();
      for (GetResponse got = channel.basicGet("send.transactions", true); got != null; got = channel.basicGet("send.transactions", true)) {
        assertThat(AsyncApi.schema("transaction").validate(JSON.readTree(got.getBody()))).isEmpty();
        assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
        identities.add(got.getProps().getMessageId());
      }
      assertThat(identities).hasSize(250).doesNotContainNull();
    }
  }

  @Test
  void a_message_that_reaches_no_queue_is_a_failure() {
    set("rabbitmq.uri", RabbitServer.shared().uri(), "alerting.rabbitmq.queue", "nobody.declared.this");
    Ended ended = send("alerts", "-n", "3", "--to", "rabbitmq");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("confirmed         0\n").contains("failed            3  NO_ROUTE, so there is no queue nobody.declared.this: 3");
  }

  @Test
  void alerts_in_alertmans_format_go_through_its_exchange() throws Exception {
    RabbitServer rabbit = RabbitServer.shared();
    set("rabbitmq.uri", rabbit.uri(), "alerting.alertman.exchange", "send-exchange", "alerting.alertman.binding-keys", "send-alerts,other");
    try (Connection connection = rabbit.connect(); Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("send-exchange", "topic", false);
      channel.queueDeclare("send_alerts_queue", true, false, false, Map.of());
      channel.queueBind("send_alerts_queue", "send-exchange", "send-alerts");
      assertThat(send("alerts", "-n", "5", "--to", "rabbitmq", "--format", "alertman").code()).isZero();
      for (int i = 0; i < 5; i++) {
        assertThat(AsyncApi.schema("alertman-message").validate(JSON.readTree(channel.basicGet("send_alerts_queue", true).getBody()))).isEmpty();
      }
    }
  }

  @Test
  void a_broker_that_dies_meanwhile_ends_it_and_the_summary_tells_what_was_not_sent() throws Exception {
    try (RabbitServer rabbit = RabbitServer.start()) {
      set("rabbitmq.uri", rabbit.uri(), "intake.rabbitmq.queue", "dying");
      Connection connection = rabbit.connect();
      Channel channel = connection.createChannel();
      channel.queueDeclare("dying", true, false, false, Map.of());
      rabbit.settle();
      CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(() -> send("transactions", "-n", "100000", "--to", "rabbitmq", "--rate", "500"));
      await().atMost(Duration.ofSeconds(60)).until(() -> channel.messageCount("dying") > 20);
      rabbit.kill();
      connection.abort();
      Ended end = ended.get(60, TimeUnit.SECONDS);
      assertThat(end.code()).isEqualTo(1);
      assertThat(end.out()).contains("not sent", "the connection to RabbitMQ is lost");
      int confirmed = Integer.parseInt(end.out().replaceFirst("(?s).*confirmed +(\\d+).*", "$1"));
      rabbit.restart();
      try (Connection again = rabbit.connect(); Channel looking = again.createChannel()) {
        assertThat(looking.messageCount("dying")).isGreaterThanOrEqualTo(confirmed);
      }
    }
  }

  @Test
  void transactions_stand_in_kafka() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    kafka.topic("send.transactions", 1);
    set("kafka.bootstrap-servers", kafka.secureAddress(), "kafka.security-protocol", "SASL_SSL", "kafka.username", KafkaServer.USER, "kafka.password",
        KafkaServer.PASSWORD, "kafka.tls.ca", kafka.authority(), "intake.kafka.topic", "send.transactions");
    Ended ended = send("transactions", "-n", "250", "--to", "kafka", "--held", "1");
    assertThat(ended.code()).as(ended.toString()).isZero();
    List<byte[]> values = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", kafka.address()), new StringDeserializer(),
        new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition("send.transactions", 0)));
      consumer.seekToBeginning(consumer.assignment());
      await().atMost(Duration.ofSeconds(60)).until(() -> {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
        return values.size() >= 250;
      });
    }
    assertThat(values).hasSize(250);
    for (byte[] value : values) {
      assertThat(AsyncApi.schema("transaction").validate(JSON.readTree(value))).isEmpty();
    }
  }

  @Test
  void alerts_stand_in_artemis(@TempDir Path folder) throws Exception {
    int port = Ports.free();
    try (EmbeddedArtemis artemis = EmbeddedArtemis.start(folder, port)) {
      artemis.declareQueue("send.alerts");
      set("broker.artemis.port", Integer.toString(port), "artemis.url", "", "alerting.artemis.queue", "send.alerts");
      Ended ended = send("alerts", "-n", "250", "--to", "artemis");
      assertThat(ended.code()).as(ended.toString()).isZero();
      Set<String> identities = new HashSet<>();
      try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port); JMSContext session = broker.createContext();
          JMSConsumer consumer = session.createConsumer(session.createQueue("send.alerts"))) {
        for (Message got = consumer.receive(10_000); got != null; got = consumer.receive(500)) {
          assertThat(AsyncApi.schema("alert").validate(JSON.readTree(got.getBody(String.class)))).isEmpty();
          identities.add(got.getJMSMessageID());
        }
      }
      assertThat(identities).hasSize(250);
    }
  }

  @Test
  void over_http_each_status_is_counted_and_connections_are_kept() throws Exception {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    AtomicInteger requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ShippedRules rules = new ShippedRules();
    server.createContext("/transact", exchange -> {
      keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
      connections.add(exchange.getRemoteAddress());
      boolean held = rules.decide(JSON.readTree(exchange.getRequestBody().readAllBytes())) == Decision.HELD;
      exchange.sendResponseHeaders(requests.incrementAndGet() == 7 ? 503 : held ? 402 : 200, -1);
      exchange.close();
    });
    server.start();
    try {
      set("http.host", "127.0.0.1", "http.port", Integer.toString(server.getAddress().getPort()));
      Ended ended = send("transactions", "-n", "500", "--to", "http", "--held", "0.5");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).contains("confirmed       499", "status 402: 2", "refused           1  status 503: 1").doesNotContain("failed");
      assertThat(keys).hasSize(500);
      assertThat(connections).hasSizeLessThan(50);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void it_says_where_nobody_answers() throws IOException {
    String nowhere = "127.0.0.1:" + Ports.free();
    set("rabbitmq.uri", "amqp://" + nowhere, "kafka.bootstrap-servers", nowhere, "intake.kafka.topic", "t", "intake.rabbitmq.queue", "q", "artemis.url",
        "tcp://" + nowhere, "intake.artemis.queue", "q", "http.port", nowhere.substring(10));
    assertThat(send("transactions", "--to", "rabbitmq").err()).isEqualTo("wadi: RabbitMQ at " + nowhere + " does not take us: Connection refused\n");
    assertThat(send("transactions", "--to", "artemis").err()).startsWith("wadi: Artemis at tcp://" + nowhere + " does not take us: ");
    Ended http = send("transactions", "--to", "http", "-n", "3");
    assertThat(http.code()).isEqualTo(1);
    assertThat(http.out()).contains("failed            3");
    Ended kafka = send("transactions", "--to", "kafka", "-n", "1000");
    assertThat(kafka.code()).isEqualTo(1);
    assertThat(kafka.out()).contains("not sent", "Kafka at " + nowhere + " takes nothing");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"transactions|--to", "transactions --to pigeon|http, rabbitmq, kafka, artemis", "letters --to http|transactions, alerts, mails",
      "transactions --to http -n 0|-n must be", "transactions --to http --held 2|0 to 1", "transactions --to http --rate -1|--rate",
      "transactions --to rabbitmq --format alertman|goes with alerts", "alerts --to kafka --format alertman|goes with alerts",
      "mails --to http --format original|goes with mails", "alerts --to rabbitmq --format original|goes with mails"})
  void a_wrong_call_ends_with_2_and_the_usage(String words, String said) {
    Ended ended = send(words.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(said).contains("Usage: wadi send");
  }

  private void set(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
      System.setProperty(pairs[i], pairs[i + 1]);
    }
  }

  private static synchronized Ended send(String... words) {
    List<String> all = new ArrayList<>(List.of("send"));
    all.addAll(List.of(words));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = WadiCommand.execute(all.toArray(String[]::new));
      return new Ended(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
