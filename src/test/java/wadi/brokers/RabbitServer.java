package wadi.brokers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Debian's RabbitMQ as a child process on free ports, with plain and TLS listeners. Where it is not installed, its tests are not run. */
public final class RabbitServer implements AutoCloseable {
  /** Not {@code /usr/sbin/rabbitmq-server}: that one runs as a user of its own, in a folder of its own. */
  private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
  private static RabbitServer shared;

  private final int port = Ports.free();
  private final int tlsPort = Ports.free();
  private final int distributionPort = Ports.free();
  private final int namesPort = Ports.free();
  private final ServerProcess names = new ServerProcess("epmd");
  private final ServerProcess server = new ServerProcess("rabbitmq");

  private RabbitServer() {
    try {
      Path folder = server.folder();
      Certificate certificate = Certificate.get();
      Files.createDirectories(folder.resolve("home"));
      Files.writeString(folder.resolve("key.pem"), certificate.key());
      Files.writeString(folder.resolve("ca.pem"), certificate.certificate());
      Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
      Files.writeString(folder.resolve("rabbitmq.conf"), """
          listeners.tcp.default = 127.0.0.1:%1$d
          listeners.ssl.default = 127.0.0.1:%2$d
          ssl_options.cacertfile = %3$s
          ssl_options.certfile = %3$s
          ssl_options.keyfile = %4$s
          log.file.level = warning
          """.formatted(port, tlsPort, folder.resolve("ca.pem"), folder.resolve("key.pem")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAMS.resolve("rabbitmq-server"));
  }

  /** A server for the caller alone, started. */
  public static RabbitServer start() {
    assumeTrue(isInstalled(),
        "not run: RabbitMQ is not installed (apt-get install --no-install-recommends rabbitmq-server)");
    RabbitServer rabbit = new RabbitServer();
    rabbit.restart();
    return rabbit;
  }

  /** One server for all tests of this JVM, running; its queues stay from test to test. */
  public static synchronized RabbitServer shared() {
    if (shared == null) {
      shared = start();
    } else {
      shared.restart();
    }
    return shared;
  }

  /** Starts it again on the same data and ports, if it is down, and returns when it takes connections. */
  public void restart() {
    if (!names.isAlive()) {
      ProcessBuilder epmd = new ProcessBuilder("epmd", "-port", Integer.toString(namesPort), "-address", "127.0.0.1");
      names.start(epmd, () -> true);
    }
    if (!server.isAlive()) {
      server.start(command("rabbitmq-server"), this::isUp);
    }
  }

  /** Has it write down which queues there are: in the two seconds it takes by itself a kill undoes a declaration, and with it what is confirmed there. */
  public void settle() {
    control("eval", "disk_log:sync(latest_log).");
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
    names.remove();
  }

  /** Runs {@code rabbitmqctl}, for example {@code set_vm_memory_high_watermark 0}, and returns what it printed. */
  public String control(String... words) {
    try {
      ProcessBuilder control = command("rabbitmqctl");
      control.command().add("--quiet");
      control.command().addAll(List.of(words));
      Process process = control.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(output);
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** With user and password. */
  public String uri() {
    return "amqp://guest:guest@127.0.0.1:" + port + "/%2f";
  }

  /** With user and password; a client must trust {@link #authority()}. */
  public String tlsUri() {
    return "amqps://guest:guest@127.0.0.1:" + tlsPort + "/%2f";
  }

  public int port() {
    return port;
  }

  /** The certificate to trust, as PEM. */
  public String authority() {
    return Certificate.get().certificate();
  }

  /** A connection to look and send with, which does not recover. */
  public Connection connect() throws IOException, TimeoutException {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(uri());
      factory.setAutomaticRecoveryEnabled(false);
      return factory.newConnection();
    } catch (GeneralSecurityException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isUp() {
    try (Connection connection = connect()) {
      return connection.isOpen();
    } catch (IOException | TimeoutException e) {
      return false;
    }
  }

  /** Nothing of the machine's own RabbitMQ, its node name, its data or its configuration is touched. */
  private ProcessBuilder command(String program) {
    Path folder = server.folder();
    ProcessBuilder builder = new ProcessBuilder(PROGRAMS.resolve(program).toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_"));
    builder.environment().putAll(Map.ofEntries(
        Map.entry("HOME", folder.resolve("home").toString()),
        Map.entry("LANG", "C.UTF-8"),
        Map.entry("RUNNING_UNDER_SYSTEMD", "true"), // no shell between us and the server: a signal reaches it
        Map.entry("RABBITMQ_NODENAME", "wadi" + port + "@localhost"),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
        Map.entry("ERL_EPMD_PORT", Integer.toString(namesPort)),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}")));
    return builder;
  }
}
