package wadi.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The servers that other tests build on keep what they confirmed when they are killed, and come back where they were. */
@Timeout(300)
class BrokersIT {
  @Test
  void rabbitmq_comes_back_after_a_kill_with_what_it_confirmed() throws Exception {
    RabbitServer rabbit = RabbitServer.shared();
    try (Connection connection = rabbit.connect(); Channel channel = connection.createChannel()) {
      channel.queueDeclare("kept", true, false, false, Map.of());
      rabbit.settle();
      channel.confirmSelect();
      channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, "one".getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(30_000);
      rabbit.kill();
    } catch (IllegalStateException | java.io.IOException | com.rabbitmq.client.ShutdownSignalException e) {
      // closing what has gone
    }
    rabbit.restart();
    try (Connection connection = overTls(rabbit); Channel channel = connection.createChannel()) {
      GetResponse got = channel.basicGet("kept", true);
      assertThat(new String(got.getBody(), StandardCharsets.UTF_8)).isEqualTo("one");
    }
  }

  @Test
  void kafka_comes_back_after_a_kill_with_what_it_confirmed() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    kafka.topic("kept", 1);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.address(), "acks", "all"),
        new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", "one")).get(60, TimeUnit.SECONDS);
    }
    kafka.kill();
    kafka.restart();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(secure(kafka), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("kept", 0)));
      consumer.seekToBeginning(consumer.assignment());
      assertThat(consumer.poll(Duration.ofSeconds(60))).extracting(ConsumerRecord::value).containsExactly("one");
    }
  }

  private static Connection overTls(RabbitServer rabbit) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(rabbit.authority().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.tlsUri());
    factory.useSslProtocol(tls);
    factory.enableHostnameVerification();
    return factory.newConnection();
  }

  private static Map<String, Object> secure(KafkaServer kafka) {
    return Map.of("bootstrap.servers", kafka.secureAddress(), "security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN",
        "sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(KafkaServer.USER, KafkaServer.PASSWORD),
        "ssl.truststore.type", "PEM", "ssl.truststore.certificates", kafka.authority());
  }
}
