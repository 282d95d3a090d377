package wadi.cli.send;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Durable JMS messages; JMSMessageID is their identity. */
public final class ArtemisOutlet implements Outlet {
  private static final int WINDOW = 200;

  private final String queue;
  private final String address;
  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;
  private final Set<CompletableFuture<Result>> waiting = ConcurrentHashMap.newKeySet();
  private volatile String lost;

  /**
   * @param address for people
   * @throws ConnectionLost when nobody answers there, or refuses
   */
  public ArtemisOutlet(ConnectionFactory broker, String address, String queue) {
    this.queue = queue;
    this.address = address;
    try {
      connection = broker.createConnection();
      connection.setExceptionListener(this::lose);
      session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
      producer = session.createProducer(session.createQueue(queue));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    } catch (JMSException e) {
      throw new ConnectionLost("Artemis at %s does not take us: %s".formatted(address, ConnectionLost.words(e)));
    }
  }

  @Override
  public CompletableFuture<Result> send(Outgoing message) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    waiting.add(result);
    result.whenComplete((done, failure) -> waiting.remove(result));
    try {
      producer.send(session.createTextMessage(new String(message.body(), StandardCharsets.UTF_8)), new CompletionListener() {
        @Override
        public void onCompletion(Message sent) {
          result.complete(Result.confirmed(""));
        }

        @Override
        public void onException(Message sent, Exception failure) {
          result.complete(Result.failed(ConnectionLost.words(failure)));
        }
      });
    } catch (JMSException | jakarta.jms.IllegalStateRuntimeException e) {
      waiting.remove(result);
      throw new ConnectionLost("the connection to Artemis is lost: " + ConnectionLost.words(e));
    }
    if (lost != null) {
      result.complete(Result.failed(lost));
    }
    return result;
  }

  private void lose(JMSException cause) {
    lost = ConnectionLost.words(cause);
    waiting.forEach(result -> result.complete(Result.failed(lost)));
  }

  @Override
  public int window() {
    return WINDOW;
  }

  @Override
  public String destination() {
    return "%s on Artemis at %s".formatted(queue, address);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JMSException e) {
      // it has gone already
    }
  }
}
