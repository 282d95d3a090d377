package wadi.platform.broker;

/**
 * The connections of one generation to the brokers, each made when it is first used. When they are closed, whatever was taken over
 * them and is not acknowledged goes back at once, also when whoever has taken it never returns.
 */
public record BrokerConnections(JmsConnection jms, RabbitConnection rabbit) implements AutoCloseable {
  @Override
  public void close() {
    try {
      jms.close();
    } finally {
      rabbit.close();
    }
  }
}
