package wadi.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** amqp-client: persistent, mandatory, one wait for the confirms of a batch. */
final class PlainRabbit implements Plain {
  private static final long PATIENCE_MILLIS = 60_000;

  private final String queue;
  private final Connection connection;
  private final Channel channel;
  private volatile String returned;

  PlainRabbit(Connection connection, String queue) throws Exception {
    this.queue = queue;
    this.connection = connection;
    channel = connection.createChannel();
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "classic"));
    channel.addReturnListener(message -> returned = message.getReplyText());
    channel.confirmSelect();
  }

  @Override
  public void publish(List<Message> batch) throws Exception {
    for (Message message : batch) {
      channel.basicPublish("", queue, true, new AMQP.BasicProperties.Builder().deliveryMode(2).contentType("application/json")
          .messageId(UUID.randomUUID().toString()).build(), message.body().getBytes(StandardCharsets.UTF_8));
    }
    channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
    if (returned != null) {
      throw new IllegalStateException(queue + ": " + returned);
    }
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
