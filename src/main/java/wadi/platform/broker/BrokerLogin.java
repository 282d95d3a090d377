package wadi.platform.broker;

import com.rabbitmq.client.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import wadi.platform.Settings;

/** Whether a broker outside lets us in. Opens a connection and closes it again; declares, sends and takes nothing. */
public final class BrokerLogin {
  private static final String NAME = "wadi-check";

  private final Settings settings;
  private final Duration limit;

  /** @param limit how long the broker may take for each answer */
  public BrokerLogin(Settings settings, Duration limit) {
    this.settings = settings;
    this.limit = limit;
  }

  /**
   * Logs in.
   *
   * @param broker artemis, rabbitmq or kafka
   * @throws Exception as the broker's client has it, when it does not answer or does not let us in
   */
  public void of(String broker) throws Exception {
    switch (broker) {
      case "rabbitmq" -> rabbitmq();
      case "kafka" -> kafka();
      default -> artemis();
    }
  }

  private void artemis() throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(settings.text("artemis.url"))) {
      factory.setInitialConnectAttempts(1);
      factory.setReconnectAttempts(0);
      factory.setCallTimeout(limit.toMillis());
      factory.createConnection(settings.optional("artemis.user").orElse(null), settings.optional("artemis.password").orElse(null)).close();
    }
  }

  private void rabbitmq() throws Exception {
    RabbitAddress.factory(settings).newConnection(Address.parseAddresses(RabbitAddress.nodes(settings)), NAME).close((int) limit.toMillis());
  }

  /** Kafka's client would try for ever and say nothing, so somebody has to listen first. */
  private void kafka() throws Exception {
    listens(KafkaAddress.servers(settings));
    Map<String, Object> client = new HashMap<>(KafkaAddress.security(settings));
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaAddress.servers(settings));
    client.put(AdminClientConfig.CLIENT_ID_CONFIG, NAME);
    client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) limit.toMillis());
    Admin admin = Admin.create(client);
    try {
      admin.describeCluster().nodes().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private void listens(String servers) throws IOException {
    IOException failure = new IOException("kafka.bootstrap-servers names nobody");
    for (String server : servers.split(",")) {
      int colon = server.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(server.substring(0, Math.max(0, colon)).strip(), Integer.parseInt(server.substring(colon + 1).strip())),
            (int) limit.toMillis());
        return;
      } catch (NumberFormatException e) {
        failure = new IOException("kafka.bootstrap-servers must be like host:9092,host:9092", e);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
