package wadi.camel.broker;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import wadi.platform.postgres.OutboxTable;

/** Named in YAML as {@code kafkaRecords}. */
public final class KafkaRecords {
  /** The header by which whoever reads a record knows it again: it may come twice. */
  public static final String EVENT = "eventId";

  /** Records that go out together. */
  public record Batch(List<Exchange> records) implements Iterable<Exchange> {
    @Override
    public Iterator<Exchange> iterator() {
      return records.iterator();
    }
  }

  /** The messages of a batch as records with their keys, which {@code kafka:} publishes together. */
  public Batch of(@Body List<OutboxTable.Message> batch, CamelContext context) {
    return new Batch(batch.stream().map(message -> ExchangeBuilder.anExchange(context).withBody(message.value())
        .withHeader(KafkaConstants.KEY, message.key()).withHeader(EVENT, "outbox-" + message.id()).build()).toList());
  }
}
