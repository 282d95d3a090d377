package wadi.platform.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import wadi.platform.Settings;

/**
 * Declares the queues and exchanges Wadi uses, each time a connection is made: also when the broker comes back without those
 * that were not durable. One that exists with other arguments is used as it is.
 */
final class RabbitNames implements ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(RabbitNames.class);

  private final List<Name> names = new ArrayList<>();

  /** One declaration, in words for the log. */
  private record Name(String words, Declaration declaration) {}

  /** Says to the broker what should be there. */
  private interface Declaration {
    void make(Channel channel) throws IOException;
  }

  /** The names these properties lead to. */
  RabbitNames(Settings settings) {
    Map<String, Object> kind = Map.of("x-queue-type", settings.choice("rabbitmq.queue-type", "classic", "quorum"));
    if (settings.flag("intake.rabbitmq.enabled")) {
      queue(settings.text("intake.rabbitmq.queue"), kind);
    }
    if (settings.flag("alerting.rabbitmq.enabled") || settings.text("broker").equals("rabbitmq")) {
      queue(settings.text("alerting.rabbitmq.queue"), kind);
    }
    if (settings.flag("notifications.rabbitmq.enabled")) {
      queue(settings.text("notifications.rabbitmq.queue"), kind);
    }
    if (settings.flag("mail.requests.rabbitmq.enabled")) {
      mails(settings.text("mail.requests.rabbitmq.queue"));
    }
    if (settings.flag("alerting.alertman.enabled") || settings.flag("alerting.compatible-publish")) {
      alertman(settings.text("alerting.alertman.exchange"), settings.text("alerting.alertman.queue"), settings.text("alerting.alertman.binding-keys"));
    }
  }

  private void queue(String name, Map<String, Object> arguments) {
    names.add(new Name("the queue " + name, channel -> channel.queueDeclare(name, true, false, false, arguments)));
  }

  /** Exactly as the original mail service and its publisher declare it on each of their starts. */
  private void mails(String name) {
    Map<String, Object> arguments = Map.of("x-max-priority", 255);
    names.add(new Name("the queue " + name, channel -> channel.queueDeclare(name, false, false, false, arguments)));
  }

  /** Exactly as the original services declare them on each of their starts; with anything else theirs would fail. */
  private void alertman(String exchange, String queue, String keys) {
    names.add(new Name("the exchange " + exchange, channel -> channel.exchangeDeclare(exchange, "topic", false)));
    queue(queue, Map.of());
    for (String key : keys.split(",")) {
      names.add(new Name("the binding of %s to %s".formatted(queue, exchange), channel -> channel.queueBind(queue, exchange, key.strip())));
    }
  }

  @Override
  public void onCreate(Connection connection) {
    for (Name name : names) {
      declare(connection.getDelegate(), name);
    }
  }

  /** On a channel of its own, because a refusal ends the channel. */
  private static void declare(com.rabbitmq.client.Connection connection, Name name) {
    try (Channel channel = connection.createChannel()) {
      name.declaration().make(channel);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      if (e.getCause() instanceof ShutdownSignalException said && !said.isHardError()) {
        LOG.warn("RabbitMQ keeps {} as it is: {}", name.words(), said.getReason());
      } else if (connection.isOpen()) {
        LOG.debug("{} was declared, its channel did not close cleanly", name.words(), e);
      } else {
        throw new IllegalStateException("the connection was lost while " + name.words() + " was declared", e);
      }
    }
  }
}
