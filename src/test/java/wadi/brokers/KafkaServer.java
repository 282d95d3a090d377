package wadi.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Kafka as a child process on free ports, broker and controller in one, with a plain listener and one with TLS and passwords. */
public final class KafkaServer implements AutoCloseable {
  public static final String USER = "wadi";
  public static final String PASSWORD = "a password";
  private static KafkaServer shared;

  private final int port = Ports.free();
  private final int securePort = Ports.free();
  private final int controllerPort = Ports.free();
  private final ServerProcess server = new ServerProcess("kafka");

  private KafkaServer() {
    try {
      Path folder = server.folder();
      Certificate certificate = Certificate.get();
      Files.writeString(folder.resolve("store.pem"), certificate.key() + certificate.certificate());
      Files.writeString(folder.resolve("server.properties"), """
          node.id=1
          process.roles=broker,controller
          controller.quorum.voters=1@127.0.0.1:%3$d
          controller.listener.names=CONTROLLER
          listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_SSL://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
          listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
          inter.broker.listener.name=PLAINTEXT
          sasl.enabled.mechanisms=PLAIN
          listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%5$s="%6$s";
          listener.name.sasl_ssl.ssl.keystore.type=PEM
          listener.name.sasl_ssl.ssl.keystore.location=%4$s/store.pem
          log.dirs=%4$s/data
          offsets.topic.replication.factor=1
          offsets.topic.num.partitions=1
          transaction.state.log.replication.factor=1
          transaction.state.log.min.isr=1
          transaction.state.log.num.partitions=1
          group.initial.rebalance.delay.ms=0
          # After a kill the controller takes the broker back when it has missed it this long, by default nine seconds.
          broker.heartbeat.interval.ms=200
          broker.session.timeout.ms=1000
          controller.quorum.election.backoff.max.ms=100
          """.formatted(port, securePort, controllerPort, folder, USER, PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server for the caller alone, started. */
  public static KafkaServer start() {
    KafkaServer kafka = new KafkaServer();
    kafka.restart();
    return kafka;
  }

  /** One server for all tests of this JVM, running; its topics stay from test to test. */
  public static synchronized KafkaServer shared() {
    if (shared == null) {
      shared = start();
    } else {
      shared.restart();
    }
    return shared;
  }

  /** Starts it again on the same data and ports, if it is down, and returns when it serves. */
  public void restart() {
    if (server.isAlive()) {
      return;
    }
    try {
      Path ready = server.folder().resolve("ready");
      Files.deleteIfExists(ready);
      server.start(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
          KafkaProcess.class.getName(), server.folder().resolve("server.properties").toString(), ready.toString()), () -> Files.exists(ready));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as a crash does. */
  public void kill() {
    server.kill();
  }

  /** Asks it to end, as an administrator does, and waits until it has. */
  public void stop() {
    server.stop();
  }

  /** Ends it for good. */
  @Override
  public void close() {
    server.remove();
  }

  /** host:port of the plain listener. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** host:port of the listener with SASL_SSL and mechanism PLAIN: {@link #USER}, {@link #PASSWORD}, and {@link #authority()} to trust. */
  public String secureAddress() {
    return "127.0.0.1:" + securePort;
  }

  /** The certificate to trust, as PEM. */
  public String authority() {
    return Certificate.get().certificate();
  }

  /** Makes a topic, unless it is there; producers and consumers make one with a single partition when it is missing. */
  public void topic(String name, int partitions) {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new AssertionError("no topic " + name, e);
      }
    } catch (Exception e) {
      throw new AssertionError("no topic " + name, e);
    }
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }
}
