package wadi.platform.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.SimpleTransactionStatus;

/**
 * What is published between begin and commit goes out at once, in order; commit returns when the broker has confirmed all of it,
 * and fails when a message reached no queue. RabbitMQ cannot take back what it has: after a failure the same messages may be
 * published again.
 */
public final class RabbitConfirms implements PlatformTransactionManager {
  private static final Logger LOG = LoggerFactory.getLogger(RabbitConfirms.class);

  private final CachingConnectionFactory connections;
  private final Duration most;
  private final DefaultMessagePropertiesConverter properties = new DefaultMessagePropertiesConverter();
  private final ThreadLocal<Batch> batches = new ThreadLocal<>();

  /** A channel in confirm mode, and the first message on it that no queue wanted. */
  private record Batch(Channel channel, AtomicReference<String> returned) {}

  RabbitConfirms(CachingConnectionFactory connections, Duration most) {
    this.connections = connections;
    this.most = most;
  }

  @Override
  public TransactionStatus getTransaction(TransactionDefinition definition) {
    try {
      Channel channel = connection().getDelegate().createChannel();
      AtomicReference<String> returned = new AtomicReference<>();
      channel.addReturnListener(message -> returned.compareAndSet(null,
          "%s (exchange \"%s\", routing key %s)".formatted(message.getReplyText(), message.getExchange(), message.getRoutingKey())));
      channel.confirmSelect();
      batches.set(new Batch(channel, returned));
      return new SimpleTransactionStatus(true);
    } catch (IOException | AmqpException e) {
      throw new TransactionSystemException("RabbitMQ cannot be reached", e);
    }
  }

  /** Only channels of Spring's own notice that a connection is lost. */
  private Connection connection() {
    Connection connection = connections.createConnection();
    if (!connection.isOpen()) {
      connections.resetConnection();
      connection = connections.createConnection();
    }
    return connection;
  }

  /** Publishes within the batch of this thread, as a message that must reach a queue. */
  public void publish(String exchange, String routingKey, Message message) {
    Batch batch = batches.get();
    if (batch == null) {
      throw new IllegalStateException("publish to RabbitMQ within transacted: {ref: rabbitmqConfirms}, or nobody knows whether it arrived");
    }
    try {
      batch.channel().basicPublish(exchange, routingKey, true, basic(message.getMessageProperties()), message.getBody());
    } catch (IOException e) {
      throw new TransactionSystemException("RabbitMQ did not take a message", e);
    }
  }

  private AMQP.BasicProperties basic(MessageProperties given) {
    AMQP.BasicProperties all = properties.fromMessageProperties(given, "UTF-8");
    boolean guessed = MessageProperties.DEFAULT_CONTENT_TYPE.equals(all.getContentType()) || MessageProperties.CONTENT_TYPE_TEXT_PLAIN.equals(all.getContentType());
    return guessed ? all.builder().contentType(null).contentEncoding(null).build() : all;
  }

  @Override
  public void commit(TransactionStatus status) {
    if (status.isRollbackOnly()) {
      rollback(status);
      return;
    }
    Batch batch = batches.get();
    try {
      batch.channel().waitForConfirmsOrDie(most.toMillis());
      if (batch.returned().get() != null) {
        throw new TransactionSystemException("RabbitMQ has no queue for a message: " + batch.returned().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransactionSystemException("interrupted", e);
    } catch (IOException | TimeoutException | RuntimeException e) {
      throw e instanceof TransactionSystemException ours ? ours : new TransactionSystemException("RabbitMQ did not confirm", e);
    } finally {
      end(batch);
    }
  }

  @Override
  public void rollback(TransactionStatus status) {
    end(batches.get());
  }

  private void end(Batch batch) {
    batches.remove();
    try {
      batch.channel().abort();
    } catch (IOException e) {
      LOG.debug("a channel did not close cleanly", e);
    }
  }
}
