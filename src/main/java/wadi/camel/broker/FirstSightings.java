package wadi.camel.broker;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import wadi.domain.intake.StorableText;
import wadi.platform.CardKey;
import wadi.platform.ports.SeenMessages;

/**
 * Named in YAML as {@code firstSightings}. A message is recognised by its idempotency key, else by what its broker knows it by. One
 * that has neither is a message of its own, unless the broker says that it sends it again: then by its content.
 */
public final class FirstSightings {
  private static final String KEY = "Idempotency-Key";
  private static final int LONGEST = 300;

  /** So long, or up to twice as long, a content is known: brokers send again also what nobody has begun to work on. */
  private static final Duration CONTENT_KNOWN = Duration.ofMinutes(10);

  private final SeenMessages seen;
  private final CardKey key;
  private final Clock clock;

  /** @param key makes of a content what says nothing about a card in it */
  public FirstSightings(SeenMessages seen, CardKey key, Clock clock) {
    this.seen = seen;
    this.key = key;
    this.clock = clock;
  }

  /** False for a message that has had its effect. The record of it commits or rolls back with the transaction of this thread. */
  public boolean isFirst(Exchange exchange) {
    String source = Optional.ofNullable(exchange.getFromRouteId()).orElse("unknown");
    Optional<String> identity = identity(exchange.getMessage());
    if (identity.isPresent()) {
      return seen.isFirst(source, shortened(identity.get()));
    }
    String content = "content " + hash(exchange.getMessage().getBody()) + " ";
    long now = clock.millis() / CONTENT_KNOWN.toMillis();
    boolean first = seen.isFirst(source, content + now) && !seen.contains(source, content + (now - 1));
    return first || !isSentAgain(exchange.getMessage());
  }

  private static Optional<String> identity(Message message) {
    return text(message, KEY).map(key -> "key " + key)
        .or(() -> text(message, SpringRabbitMQConstants.MESSAGE_ID)
            .map(id -> "message " + text(message, SpringRabbitMQConstants.APP_ID).map(app -> app + " ").orElse("") + id))
        .or(() -> text(message, "JMSMessageID").map(id -> "message " + id))
        .or(() -> text(message, KafkaConstants.OFFSET).map(offset -> "record %s-%s-%s-%s".formatted(message.getHeader(KafkaConstants.TOPIC),
            message.getHeader(KafkaConstants.PARTITION), offset, message.getHeader(KafkaConstants.TIMESTAMP)))); // a topic made anew begins at 0 again
  }

  private static Optional<String> text(Message message, String header) {
    return Optional.ofNullable(message.getHeader(header)).map(Object::toString).filter(text -> !text.isBlank());
  }

  private static boolean isSentAgain(Message message) {
    return Boolean.TRUE.equals(message.getHeader(SpringRabbitMQConstants.REDELIVERED)) || Boolean.TRUE.equals(message.getHeader("JMSRedelivered"));
  }

  /** What producers write may be long, or hold what the database does not store. */
  private String shortened(String identity) {
    return identity.length() <= LONGEST && StorableText.of(identity).equals(identity) ? identity : "hash " + hash(identity);
  }

  private String hash(Object body) {
    byte[] bytes = body instanceof byte[] raw ? raw : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
    return key.fingerprint("message", bytes);
  }
}
