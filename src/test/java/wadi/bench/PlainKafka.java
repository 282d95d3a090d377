package wadi.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** kafka-clients: acks=all, the futures of a batch awaited together. */
final class PlainKafka implements Plain {
  private final String topic;
  private final KafkaProducer<String, byte[]> producer;

  PlainKafka(String address, String topic) {
    this.topic = topic;
    producer = new KafkaProducer<>(Map.of("bootstrap.servers", address, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public void publish(List<Message> batch) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Message message : batch) {
      sent.add(producer.send(new ProducerRecord<>(topic, message.key(), message.body().getBytes(StandardCharsets.UTF_8))));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get(60, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
