package wadi.cli.send;

import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import wadi.platform.Settings;
import wadi.platform.broker.KafkaAddress;
import wadi.platform.broker.RabbitAddress;
import wadi.platform.http.OwnAddress;

/** Opens the way to where a Wadi with the same properties takes messages. */
public final class Outlets {
  private static final int CONFIRMATIONS = 1 << 20;

  private final Settings settings;

  public Outlets(Settings settings) {
    this.settings = settings;
  }

  /** @param key an API key; empty where none is asked for */
  public Outlet http(Kind kind, Optional<String> key) {
    return new HttpOutlet(OwnAddress.of(settings, "/" + kind.path()), kind.taken(), key);
  }

  public Outlet rabbit(Kind kind) {
    return new RabbitOutlet(RabbitAddress.factory(settings), RabbitAddress.nodes(settings), "", settings.text(kind.property("rabbitmq.queue")));
  }

  /** Where alertman's producers send. */
  public Outlet alertman() {
    String key = settings.text("alerting.alertman.binding-keys").split(",")[0].strip();
    return new RabbitOutlet(RabbitAddress.factory(settings), RabbitAddress.nodes(settings), settings.text("alerting.alertman.exchange"), key);
  }

  public Outlet kafka(Kind kind) {
    return new KafkaOutlet(KafkaAddress.servers(settings), KafkaAddress.security(settings),
        settings.text(kind.property("kafka.topic")));
  }

  public Outlet artemis(Kind kind) {
    String address = settings.optional("artemis.url").orElse("tcp://127.0.0.1:" + settings.port("broker.artemis.port"));
    ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(address);
    broker.setConfirmationWindowSize(CONFIRMATIONS); // without one, a send waits for its confirmation before the next
    settings.optional("artemis.user").ifPresent(broker::setUser);
    settings.optional("artemis.password").ifPresent(broker::setPassword);
    return new ArtemisOutlet(broker, address, settings.text(kind.property("artemis.queue")));
  }
}
