package wadi.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import wadi.platform.broker.Brokers;
import wadi.platform.meters.LegacyMetrics;

/** Asks for each port before anything starts: a port in use is the commonest mistake, and cheap to find. */
final class ListeningPorts {
  private static final String LOOPBACK = "127.0.0.1";

  private final Settings settings;
  private final Map<Integer, String> properties = new HashMap<>();

  private ListeningPorts(Settings settings) {
    this.settings = settings;
  }

  /** @throws StartupException names the property whose port is in use, or the two that have the same */
  static void check(Settings settings) {
    ListeningPorts ports = new ListeningPorts(settings);
    ports.check(settings.text("http.host"), "http.port");
    ports.check(settings.text("management.host"), "management.port");
    if (settings.optional(LegacyMetrics.PORT).isPresent()) {
      ports.check(settings.text("management.host"), LegacyMetrics.PORT);
    }
    if (Brokers.isInside(settings)) {
      ports.check(LOOPBACK, "broker.artemis.port");
    }
    if (hasInbox(settings)) {
      ports.check(LOOPBACK, "inbox.smtp-port");
    }
  }

  /** Where nothing is delivered, nobody sends mails to it. */
  static boolean hasInbox(Settings settings) {
    return settings.flag("inbox.enabled") && Roles.of(settings).has("delivery");
  }

  private void check(String host, String property) {
    int port = settings.port(property);
    String same = properties.putIfAbsent(port, property);
    if (same != null) {
      throw new StartupException("The properties %s and %s are both %d; each needs a port of its own.".formatted(same, property, port));
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new StartupException("Cannot listen on %s:%d (property %s): %s".formatted(host, port, property, e.getMessage()), e);
    }
  }
}
