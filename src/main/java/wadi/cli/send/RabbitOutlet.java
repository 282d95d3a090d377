package wadi.cli.send;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;

/** Persistent messages with publisher confirms. One that reaches no queue comes back, which is a failure although it is confirmed. */
public final class RabbitOutlet implements Outlet {
  private static final int WINDOW = 1_000;

  private record Waiting(String identity, CompletableFuture<Result> result) {}

  private final String exchange;
  private final String routingKey;
  private final Connection connection;
  private final Channel channel;
  private final ConcurrentNavigableMap<Long, Waiting> waiting = new ConcurrentSkipListMap<>();
  private final Map<String, String> returned = new ConcurrentHashMap<>();

  /**
   * @param nodes host:port of each, the first one tried first
   * @param exchange empty for the default one, whose routing keys are queues
   * @throws ConnectionLost when nobody answers there, or refuses
   */
  public RabbitOutlet(ConnectionFactory server, String nodes, String exchange, String routingKey) {
    this.exchange = exchange;
    this.routingKey = routingKey;
    try {
      connection = server.newConnection(Address.parseAddresses(nodes), "wadi send");
      channel = connection.createChannel();
      channel.confirmSelect();
    } catch (IOException | TimeoutException e) {
      throw new ConnectionLost("RabbitMQ at %s does not take us: %s".formatted(nodes, ConnectionLost.words(e)));
    }
    channel.addReturnListener((Return back) -> returned.put(back.getProperties().getMessageId(), back.getReplyText()));
    channel.addConfirmListener((tag, several) -> confirm(tag, several, true), (tag, several) -> confirm(tag, several, false));
    channel.addShutdownListener(cause -> fail(ConnectionLost.words(cause)));
  }

  @Override
  public CompletableFuture<Result> send(Outgoing message) {
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().messageId(message.identity()).contentType("application/json")
        .deliveryMode(2).priority(message.priority()).build();
    Waiting sent = new Waiting(message.identity(), new CompletableFuture<>());
    long tag = channel.getNextPublishSeqNo();
    waiting.put(tag, sent);
    try {
      channel.basicPublish(exchange, routingKey, true, properties, message.body());
    } catch (IOException | AlreadyClosedException e) {
      waiting.remove(tag);
      throw new ConnectionLost("the connection to RabbitMQ is lost: " + ConnectionLost.words(e));
    }
    if (!channel.isOpen()) {
      fail("the connection to RabbitMQ is lost"); // it closed between, and has told the others already
    }
    return sent.result();
  }

  private void confirm(long tag, boolean several, boolean taken) {
    for (Long each : several ? Set.copyOf(waiting.headMap(tag, true).keySet()) : Set.of(tag)) {
      Waiting confirmed = waiting.remove(each);
      if (confirmed != null) {
        String back = returned.remove(confirmed.identity());
        confirmed.result().complete(back != null ? Result.failed(back + ", so there is no queue " + routingKey)
            : taken ? Result.confirmed("") : Result.failed("refused by the broker"));
      }
    }
  }

  private void fail(String words) {
    waiting.keySet().forEach(tag -> {
      Waiting lost = waiting.remove(tag);
      if (lost != null) {
        lost.result().complete(Result.failed(words));
      }
    });
  }

  @Override
  public int window() {
    return WINDOW;
  }

  @Override
  public String destination() {
    return "%s on RabbitMQ at %s:%d".formatted(exchange.isEmpty() ? routingKey : exchange + " with " + routingKey,
        connection.getAddress().getHostAddress(), connection.getPort());
  }

  @Override
  public void close() {
    connection.abort(2_000);
  }
}
