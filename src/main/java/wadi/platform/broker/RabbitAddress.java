package wadi.platform.broker;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Where RabbitMQ is and how it is reached, from the properties {@code rabbitmq.*}. */
public final class RabbitAddress {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HEARTBEAT_SECONDS = 10;

  private RabbitAddress() {}

  /**
   * A factory of connections to it. With TLS the broker's certificate and its name are checked.
   *
   * @throws StartupException names the property that is wrong, without the password in it
   */
  public static ConnectionFactory factory(Settings settings) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(settings.text("rabbitmq.uri"));
      settings.optional("rabbitmq.username").ifPresent(factory::setUsername);
      settings.optional("rabbitmq.password").ifPresent(factory::setPassword);
      Optional<String> ca = settings.optional("rabbitmq.tls.ca");
      if (ca.isPresent() && !factory.isSSL()) {
        throw new StartupException("rabbitmq.tls.ca is set, but with rabbitmq.uri=amqp://... nothing is encrypted: make it amqps://.");
      }
      if (factory.isSSL()) {
        factory.useSslProtocol(ca.isPresent() ? CaCertificates.of("rabbitmq.tls.ca", ca.get()).context() : SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
      throw new StartupException("The property rabbitmq.uri must be like amqp://user@host:5672/%2f, or amqps:// for TLS.", e);
    }
    factory.setAutomaticRecoveryEnabled(false); // Spring's caching factory does that
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    return factory;
  }

  /** {@code host:port} of every node, the first one tried first. */
  public static String nodes(Settings settings) {
    ConnectionFactory factory = factory(settings);
    return settings.optional("rabbitmq.addresses").orElse(factory.getHost() + ":" + factory.getPort());
  }
}
