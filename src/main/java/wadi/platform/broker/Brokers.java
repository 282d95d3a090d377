package wadi.platform.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The brokers Wadi works with: Artemis, inside unless {@code artemis.url} leads to another, RabbitMQ and Kafka. */
public final class Brokers implements AutoCloseable {
  private static final Pattern TCP = Pattern.compile("tcp://([^/?,()]+:\\d+)");
  private static final int ANSWERS_WITHIN_MILLIS = 1_000;

  private final Optional<EmbeddedArtemis> inside;

  private Brokers(Optional<EmbeddedArtemis> inside) {
    this.inside = inside;
  }

  /** Starts the broker inside if something uses it. Others need not be there yet. */
  public static Brokers start(Settings settings, Path directory) {
    settings.choice("broker", "artemis", "rabbitmq", "kafka");
    addresses(settings, "artemis");
    if (!isInside(settings)) {
      return new Brokers(Optional.empty());
    }
    EmbeddedArtemis artemis = EmbeddedArtemis.start(directory, settings.port("broker.artemis.port"));
    artemis.declareQueue(settings.text("alerting.artemis.queue"));
    artemis.declareQueue(settings.text("intake.artemis.queue"));
    artemis.declareQueue(settings.text("mail.requests.artemis.queue"));
    artemis.declareQueue(settings.text("notifications.artemis.queue"));
    return new Brokers(Optional.of(artemis));
  }

  /** Whether a broker is started inside. */
  public static boolean isInside(Settings settings) {
    return settings.optional("artemis.url").isEmpty() && uses(settings, "artemis");
  }

  /** Whether messages travel over this broker, to or from this process: {@code artemis}, {@code rabbitmq} or {@code kafka}. */
  public static boolean uses(Settings settings, String broker) {
    Roles roles = Roles.of(settings);
    boolean alertman = broker.equals("rabbitmq") && (settings.flag("alerting.alertman.enabled") || settings.flag("alerting.compatible-publish"));
    boolean alerts = alertman || settings.text("broker").equals(broker) || settings.flag("alerting." + broker + ".enabled");
    boolean mails = settings.flag("mail.requests." + broker + ".enabled");
    boolean notifications = settings.flag("notifications." + broker + ".enabled");
    if (notifications && roles.has("notifications")) {
      return true;
    }
    return alerts && roles.has("alerting") || settings.flag("intake." + broker + ".enabled") && roles.has("intake") || mails && roles.has("mail");
  }

  /**
   * Connections for one generation.
   *
   * @param generation its properties
   * @param name what the brokers call it
   */
  public BrokerConnections connect(Settings generation, String name) {
    return new BrokerConnections(inside.map(EmbeddedArtemis::connect).orElseGet(() -> new JmsConnection(remote(generation))),
        new RabbitConnection(generation, name));
  }

  private static ActiveMQConnectionFactory remote(Settings settings) {
    String url = settings.optional("artemis.url").orElse("tcp://127.0.0.1:" + settings.port("broker.artemis.port"));
    try {
      return new ActiveMQConnectionFactory(url, settings.optional("artemis.user").orElse(null), settings.optional("artemis.password").orElse(null));
    } catch (RuntimeException e) {
      throw new StartupException("The property artemis.url must be like tcp://host:61616.", e);
    }
  }

  /** Each broker in use by these properties, with whether it takes connections. A server may take a second to answer, and its name longer to resolve. */
  public Map<String, Boolean> reachable(Settings settings) {
    Map<String, Boolean> states = new LinkedHashMap<>();
    Stream.of("artemis", "rabbitmq", "kafka").filter(broker -> uses(settings, broker)).toList().parallelStream()
        .map(broker -> Map.entry(broker, isReachable(settings, broker))).toList().forEach(state -> states.put(state.getKey(), state.getValue()));
    return states;
  }

  private boolean isReachable(Settings settings, String broker) {
    if (broker.equals("artemis") && inside.isPresent()) {
      return inside.get().isUp();
    }
    return Stream.of(addresses(settings, broker).split(",")).anyMatch(Brokers::accepts);
  }

  /** {@code host:port} of the servers of a broker, divided by commas. */
  public static String addresses(Settings settings, String broker) {
    return switch (broker) {
      case "rabbitmq" -> RabbitAddress.nodes(settings);
      case "kafka" -> KafkaAddress.servers(settings);
      default -> settings.optional("artemis.url").map(Brokers::servers).orElse("127.0.0.1:" + settings.text("broker.artemis.port"));
    };
  }

  /** Of one address or of several, as Artemis's clients take them: tcp://one:61616 or (tcp://one:61616,tcp://two:61616). */
  private static String servers(String url) {
    String servers = TCP.matcher(url).results().map(found -> found.group(1)).collect(Collectors.joining(","));
    if (servers.isEmpty()) {
      throw new StartupException("The property artemis.url is \"%s\"; it must be like tcp://host:61616.".formatted(url));
    }
    return servers;
  }

  private static boolean accepts(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.substring(0, colon).strip(), Integer.parseInt(address.substring(colon + 1).strip())), ANSWERS_WITHIN_MILLIS);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** The broker inside, if there is one. */
  public Optional<EmbeddedArtemis> inside() {
    return inside;
  }

  @Override
  public void close() {
    inside.ifPresent(EmbeddedArtemis::close);
  }
}
