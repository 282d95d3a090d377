package wadi.e2e;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import wadi.brokers.KafkaServer;
import wadi.brokers.Ports;
import wadi.brokers.RabbitServer;
import wadi.platform.broker.EmbeddedArtemis;

/** A way messages come to Wadi: what has to be set for it, a producer, and its broker to be stopped. */
enum Transport {
  HTTP {
    private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=artemis", "INTAKE_IDEMPOTENCY_RESERVATION=1s");
    }

    @Override
    void send(RunningWadi wadi, String kind, String body, String id) {
      answers.add(wadi.send(Map.of("transactions", "/transact", "alerts", "/alert", "notifications", "/v2/notifications").get(kind), body, id));
    }
  },
  RABBITMQ {
    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=rabbitmq", "INTAKE_RABBITMQ_ENABLED=true", "NOTIFICATIONS_RABBITMQ_ENABLED=true", "INTAKE_ARTEMIS_ENABLED=false",
          "RABBITMQ_URI=" + RabbitServer.shared().uri());
    }

    @Override
    void send(RunningWadi wadi, String kind, String body, String id) throws Exception {
      try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
        channel.confirmSelect();
        channel.queueDeclarePassive("wadi." + kind);
        AMQP.BasicProperties.Builder properties = new AMQP.BasicProperties.Builder().deliveryMode(2).messageId(id);
        if (id == null) { // a producer without manners: its content has no such encoding
          properties.contentType("text/plain").contentEncoding("gzip");
        }
        channel.basicPublish("", "wadi." + kind, true, properties.build(),
            body.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(30_000);
      }
    }

    @Override
    void sendAll(String name, List<String> bodies) throws Exception {
      try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
        channel.confirmSelect();
        channel.queueDeclarePassive(name);
        for (String body : bodies) {
          channel.basicPublish("", name, true, new AMQP.BasicProperties.Builder().deliveryMode(2).build(), body.getBytes(StandardCharsets.UTF_8));
        }
        channel.waitForConfirmsOrDie(30_000);
      }
    }

    @Override
    void breakBroker() {
      RabbitServer.shared().kill();
    }

    @Override
    void mendBroker() {
      RabbitServer.shared().restart();
    }
  },
  KAFKA {
    @Override
    List<String> settings(Path folder) {
      return List.of("BROKER=kafka", "INTAKE_KAFKA_ENABLED=true", "NOTIFICATIONS_KAFKA_ENABLED=true", "INTAKE_ARTEMIS_ENABLED=false",
          "KAFKA_BOOTSTRAP_SERVERS=" + KafkaServer.shared().secureAddress(), "KAFKA_SECURITY_PROTOCOL=SASL_SSL", "KAFKA_USERNAME=" + KafkaServer.USER,
          "KAFKA_PASSWORD=" + KafkaServer.PASSWORD, "KAFKA_TLS_CA=" + KafkaServer.shared().authority().replace('\n', ' '));
    }

    @Override
    void send(RunningWadi wadi, String kind, String body, String id) throws Exception {
      ProducerRecord<String, byte[]> record = new ProducerRecord<>("wadi." + kind, "a key", body.getBytes(StandardCharsets.UTF_8));
      if (id != null) {
        record.headers().add("Idempotency-Key", id.getBytes(StandardCharsets.UTF_8));
      } else {
        record.headers().add("traceparent", null); // Kafka lets a header be there without a value
      }
      try (KafkaProducer<String, byte[]> producer =
          new KafkaProducer<>(Map.of("bootstrap.servers", KafkaServer.shared().address(), "acks", "all", "max.request.size", 10_000_000), new StringSerializer(),
              new ByteArraySerializer())) {
        producer.send(record).get(30, TimeUnit.SECONDS);
      }
    }

    @Override
    void sendAll(String name, List<String> bodies) throws Exception {
      try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", KafkaServer.shared().address(), "acks", "all",
          "max.block.ms", 10_000, "delivery.timeout.ms", 10_000, "request.timeout.ms", 5_000), new StringSerializer(), new ByteArraySerializer())) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String body : bodies) {
          sent.add(producer.send(new ProducerRecord<>(name, Integer.toString(body.hashCode()), body.getBytes(StandardCharsets.UTF_8))));
        }
        for (Future<RecordMetadata> one : sent) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
    }

    @Override
    void breakBroker() {
      KafkaServer.shared().kill();
    }

    @Override
    void mendBroker() {
      KafkaServer.shared().restart();
    }
  },
  ARTEMIS {
    private final int port = Ports.free();
    private Path journal;
    private EmbeddedArtemis broker;

    @Override
    List<String> settings(Path folder) {
      journal = folder.resolve("artemis");
      mendBroker();
      return List.of("BROKER=artemis", "ARTEMIS_URL=tcp://127.0.0.1:" + port, "INTAKE_ARTEMIS_CONSUMERS=4", "NOTIFICATIONS_ARTEMIS_ENABLED=true");
    }

    @Override
    void send(RunningWadi wadi, String kind, String body, String id) throws Exception {
      try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port); JMSContext context = factory.createContext()) {
        ActiveMQMessage message = (ActiveMQMessage) context.createTextMessage(body);
        if (id != null) {
          message.setStringProperty("Idempotency_HYPHEN_Key", id);
        }
        context.createProducer().send(context.createQueue("wadi." + kind), message);
      }
    }

    @Override
    void sendAll(String name, List<String> bodies) {
      try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
          JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
        bodies.forEach(body -> context.createProducer().send(context.createQueue(name), body));
        context.commit();
      }
    }

    @Override
    void breakBroker() {
      broker.close();
    }

    @Override
    void mendBroker() {
      broker = EmbeddedArtemis.start(journal, port);
    }

    @Override
    void end() {
      broker.close();
    }
  };

  /** Environment variables of a Wadi that takes messages in this way and sends its alerts so; starts the broker. */
  abstract List<String> settings(Path folder);

  /**
   * Sends a message as a producer does, and returns when the broker has it.
   *
   * @param kind transactions, alerts or notifications
   * @param id by which the message is known, or null
   */
  abstract void send(RunningWadi wadi, String kind, String body, String id) throws Exception;

  /** Sends many together to the queue or topic, all or an exception. */
  void sendAll(String name, List<String> bodies) throws Exception {
    throw new UnsupportedOperationException();
  }

  boolean hasBroker() {
    return this != HTTP;
  }

  void breakBroker() {
    throw new UnsupportedOperationException();
  }

  void mendBroker() {
    throw new UnsupportedOperationException();
  }

  void end() {
    // servers that tests share end with the JVM
  }
}
