package wadi.platform.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * One connection to Artemis for one generation of routes. When it is closed, whatever was taken over it and is not acknowledged
 * goes back to its queue at once, also when whoever has taken it never returns.
 */
public final class JmsConnection implements AutoCloseable {
  private static final int SESSIONS_KEPT = 20;

  private volatile boolean closed;
  private final CachingConnectionFactory sessions;
  private final JmsTransactionManager transactions;

  JmsConnection(ActiveMQConnectionFactory broker) {
    broker.setCacheDestinations(true); // otherwise each message asks first whether its queue is there
    sessions = new CachingConnectionFactory(broker) {
      @Override
      protected Connection doCreateConnection() throws JMSException {
        if (closed) {
          throw new IllegalStateException("the generation has ended"); // a consumer of it may still try
        }
        return super.doCreateConnection();
      }
    };
    sessions.setSessionCacheSize(SESSIONS_KEPT);
    sessions.setCacheConsumers(false);
    transactions = new JmsTransactionManager(sessions);
  }

  /** Gives sessions of the connection. */
  public ConnectionFactory sessions() {
    return sessions;
  }

  /** Sends of one transaction arrive all or not at all. */
  public PlatformTransactionManager transactions() {
    return transactions;
  }

  @Override
  public void close() {
    closed = true;
    sessions.destroy();
  }
}
