package wadi.cli.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records that all replicas in sync have, each once. */
public final class KafkaOutlet implements Outlet {
  private static final int WINDOW = 5_000;

  private final KafkaProducer<String, byte[]> producer;
  private final String topic;
  private final String servers;
  private boolean known;

  /**
   * @param servers host:port of servers that know the others
   * @param security what a client needs to get in
   */
  public KafkaOutlet(String servers, Map<String, Object> security, String topic) {
    this.servers = servers;
    this.topic = topic;
    Map<String, Object> properties = new HashMap<>(security);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    try {
      producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw new ConnectionLost("Kafka at %s cannot be used: %s".formatted(servers, ConnectionLost.words(e)));
    }
  }

  @Override
  public CompletableFuture<Result> send(Outgoing message) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    try {
      producer.send(new ProducerRecord<>(topic, message.key(), message.body()),
          (place, failure) -> result.complete(failure == null ? Result.confirmed("") : Result.failed(ConnectionLost.words(failure))));
    } catch (KafkaException e) {
      throw new ConnectionLost("Kafka at %s takes nothing: %s".formatted(servers, ConnectionLost.words(e)));
    }
    // Without servers each send waits so long and fails: one is enough to know.
    if (result.isDone() && !known) {
      throw new ConnectionLost("Kafka at %s takes nothing: %s".formatted(servers, result.join().word()));
    }
    known = true;
    return result;
  }

  @Override
  public int window() {
    return WINDOW;
  }

  @Override
  public String destination() {
    return "%s on Kafka at %s".formatted(topic, servers);
  }

  @Override
  public void close() {
    try {
      producer.close(Duration.ofSeconds(2));
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }
}
