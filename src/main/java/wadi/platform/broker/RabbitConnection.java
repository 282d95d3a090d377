package wadi.platform.broker;

import java.time.Duration;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import wadi.platform.Settings;

/** The connection of one generation to RabbitMQ, made when it is first used and again when it was lost. */
public final class RabbitConnection implements AutoCloseable {
  private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(10);
  private static final int CHANNELS_KEPT = 25;

  private final CachingConnectionFactory connections;
  private final RabbitConfirms confirms;

  RabbitConnection(Settings settings, String name) {
    connections = new CachingConnectionFactory(RabbitAddress.factory(settings));
    connections.setAddresses(RabbitAddress.nodes(settings));
    connections.setChannelCacheSize(CHANNELS_KEPT);
    connections.setConnectionNameStrategy(made -> name);
    connections.addConnectionListener(new RabbitNames(settings));
    confirms = new RabbitConfirms(connections, CONFIRMED_WITHIN);
  }

  public ConnectionFactory connections() {
    return connections;
  }

  /** Publishes batches of messages. */
  public RabbitConfirms confirms() {
    return confirms;
  }

  @Override
  public void close() {
    connections.destroy();
  }
}
