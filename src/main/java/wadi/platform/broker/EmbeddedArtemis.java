package wadi.platform.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.StartupException;

/**
 * The broker inside: durable, on loopback. A message that fails comes back after 1 second, then with pauses growing to
 * 30 seconds, as often as it takes; nothing is dropped.
 */
public final class EmbeddedArtemis implements AutoCloseable {
  private static final String VM = "vm://0";
  private static final int JOURNAL_BUFFER_NANOS = 200_000;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedArtemis.class);
  private static final int LOOK_SECONDS = 2;

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final QueuesStayQueues queues = new QueuesStayQueues();
  private final ScheduledExecutorService reviver = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "broker-supervisor"));

  private EmbeddedArtemis(Path directory, int port) {
    broker.setConfiguration(configuration(directory, port));
    try {
      broker.start();
    } catch (Exception e) {
      throw new StartupException("The broker inside cannot start on port %d (property broker.artemis.port) with its journal in %s: %s"
          .formatted(port, directory, e.getMessage()), e);
    }
  }

  /** Starts on loopback and this port, with the journal in the directory. */
  public static EmbeddedArtemis start(Path directory, int port) {
    EmbeddedArtemis artemis = new EmbeddedArtemis(directory, port);
    if (!artemis.isUp()) {
      artemis.close();
      throw new StartupException("The broker inside did not start on port %d (property broker.artemis.port).".formatted(port));
    }
    artemis.reviver.scheduleWithFixedDelay(artemis::revive, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return artemis;
  }

  /** Artemis stops itself when its disk fails it, a full one above all. What is accepted meanwhile waits in the outbox. */
  private void revive() {
    if (isUp()) {
      return;
    }
    try {
      broker.getActiveMQServer().stop();
      broker.getActiveMQServer().start();
    } catch (Exception e) {
      LOG.debug("The broker inside does not start", e);
    }
    if (isUp()) {
      LOG.warn("The broker inside had stopped; it runs again");
    } else {
      LOG.error("The broker inside has stopped and cannot be started; next try in {} s", LOOK_SECONDS);
    }
  }

  private ConfigurationImpl configuration(Path directory, int port) {
    ConfigurationImpl config = new ConfigurationImpl();
    config.setName("wadi").setSecurityEnabled(false).setJMXManagementEnabled(false);
    config.setJournalDirectory(directory.resolve("journal").toString());
    config.setBindingsDirectory(directory.resolve("bindings").toString());
    config.setLargeMessagesDirectory(directory.resolve("large-messages").toString());
    config.setPagingDirectory(directory.resolve("paging").toString());
    config.setJournalType(JournalType.NIO).setJournalDatasync(true).setJournalMinFiles(2);
    config.setJournalBufferTimeout_NIO(JOURNAL_BUFFER_NANOS);
    config.setMaxDiskUsage(-1); // otherwise producers block, silently, on a disk that is 90 % full
    try {
      config.addAcceptorConfiguration("vm", VM);
      config.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP,MQTT,STOMP");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    AddressSettings everywhere = new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(1_000)
        .setRedeliveryMultiplier(2).setMaxRedeliveryDelay(30_000).setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
        .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST); // a STOMP destination is a queue
    config.setAddressSettings(Map.of("#", everywhere));
    config.registerBrokerPlugin(queues);
    return config;
  }

  /** Makes a durable queue where there is none, so that what is sent before the first consumer is kept. */
  public void declareQueue(String name) {
    try {
      queues.add(name);
      broker.getActiveMQServer().createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true), true);
    } catch (Exception e) {
      throw new StartupException("The queue %s cannot be made: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** A connection of its own for whoever asks, made when it is first used. */
  public JmsConnection connect() {
    return new JmsConnection(new ActiveMQConnectionFactory(VM));
  }

  /** For tests of what happens when it stops by itself. */
  ActiveMQServer server() {
    return broker.getActiveMQServer();
  }

  public boolean isUp() {
    return broker.getActiveMQServer().isActive();
  }

  @Override
  public void close() {
    reviver.shutdown();
    try {
      reviver.awaitTermination(10, TimeUnit.SECONDS);
      broker.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop cleanly", e);
    }
  }
}
