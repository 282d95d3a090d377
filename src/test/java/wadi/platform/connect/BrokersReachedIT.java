package wadi.platform.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.brokers.KafkaServer;
import wadi.brokers.RabbitServer;
import wadi.platform.Settings;

/** RabbitMQ and Kafka are tried with the properties they are used with, over TLS too. */
@Timeout(300)
class BrokersReachedIT {
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void rabbitmq_is_logged_in_to() {
    RabbitServer rabbit = RabbitServer.shared();
    environment.put("INTAKE_RABBITMQ_ENABLED", "true");
    environment.put("RABBITMQ_URI", rabbit.uri());
    assertThat(reach("rabbitmq").failure()).isEmpty();
    assertThat(reach("rabbitmq").neighbour().address()).matches("[\\w.]+:" + rabbit.port());

    environment.put("RABBITMQ_PASSWORD", "wrong");
    assertThat(reach("rabbitmq").failure()).hasValueSatisfying(why -> assertThat(why).contains("ACCESS_REFUSED").doesNotContain("wrong"));
    environment.remove("RABBITMQ_PASSWORD");
    environment.put("RABBITMQ_URI", rabbit.tlsUri());
    assertThat(reach("rabbitmq").failure()).hasValueSatisfying(why -> assertThat(why).startsWith("TLS: "));
    environment.put("RABBITMQ_TLS_CA", rabbit.authority());
    assertThat(reach("rabbitmq").failure()).isEmpty();
    environment.put("RABBITMQ_ADDRESSES", "127.0.0.1:1");
    assertThat(reach("rabbitmq").failure()).hasValueSatisfying(why -> assertThat(why).startsWith("nothing listens there"));
  }

  @Test
  void kafka_is_asked_for_its_brokers() {
    KafkaServer kafka = KafkaServer.shared();
    environment.put("BROKER", "kafka");
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.address());
    assertThat(reach("kafka").failure()).isEmpty();

    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.secureAddress());
    environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("KAFKA_TLS_CA", kafka.authority());
    environment.put("KAFKA_USERNAME", KafkaServer.USER);
    environment.put("KAFKA_PASSWORD", KafkaServer.PASSWORD);
    assertThat(reach("kafka").failure()).isEmpty();
    environment.put("KAFKA_PASSWORD", "wrong");
    assertThat(reach("kafka").failure()).hasValueSatisfying(why -> assertThat(why).contains("Authentication failed").doesNotContain("wrong"));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    assertThat(reach("kafka").failure()).hasValueSatisfying(why -> assertThat(why).startsWith("nothing listens there"));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1");
    assertThat(reach("kafka").failure()).contains("kafka.bootstrap-servers must be like host:9092,host:9092");
  }

  private Reached reach(String name) {
    return Reached.each(Neighbours.of(Settings.load(Path.of("").toAbsolutePath(), environment::get)).stream()
        .filter(neighbour -> neighbour.name().equals(name)).toList(), Duration.ofSeconds(20)).get(0);
  }
}
