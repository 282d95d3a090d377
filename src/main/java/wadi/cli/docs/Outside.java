package wadi.cli.docs;

import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a route begins with or sends to that is no other route, as it is drawn. */
record Outside(String id, String label, Shape shape) {
  /** A queue of Wadi's own, a broker, or whatever is on the other side of a connection. */
  enum Shape {
    DURABLE("[(\"", "\")]"), BROKER("[[\"", "\"]]"), PARTNER("([\"", "\"])");

    private final String open;
    private final String close;

    Shape(String open, String close) {
      this.open = open;
      this.close = close;
    }
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^:}]*)[^}]*}}");
  private static final Set<String> DURABLES = Set.of("outbox", "delivery");
  private static final Set<String> BROKERS = Set.of("jms", "amqp", "spring-rabbitmq", "kafka", "activemq", "activemq6", "paho-mqtt5");
  /** They change a message and reach nobody. */
  private static final Set<String> INSIDE = Set.of("bean", "class", "language", "dataformat", "log", "micrometer", "mustache",
      "mustache-text", "json-validator", "controlbus", "direct");

  /**
   * Empty for what is not outside.
   *
   * @param properties the shipped ones, for names of queues
   */
  static Optional<Outside> of(String uri, Properties properties) {
    String scheme = uri.startsWith("{{") ? "" : uri.substring(0, Math.max(0, uri.indexOf(':')));
    if (INSIDE.contains(scheme)) {
      return Optional.empty();
    }
    Shape shape = DURABLES.contains(scheme) ? Shape.DURABLE : BROKERS.contains(scheme) ? Shape.BROKER : Shape.PARTNER;
    String label = label(shape, scheme, uri.substring(scheme.isEmpty() ? 0 : scheme.length() + 1), properties);
    return Optional.of(new Outside(label.replaceAll("[^A-Za-z0-9]+", "_"), label, shape));
  }

  /** A place that a property says is known by whom the property is about: an address of development tells nothing. */
  private static String label(Shape shape, String scheme, String place, Properties properties) {
    if (place.startsWith("{{") && shape != Shape.BROKER) {
      String[] key = place.substring(2, place.indexOf('}')).split(":")[0].split("\\.");
      String partner = key[Math.max(0, key.length - 2)];
      return scheme.isEmpty() || partner.equals(scheme) ? partner : partner + " (" + scheme + ")";
    }
    String known = PLACEHOLDER.matcher(place)
        .replaceAll(match -> Matcher.quoteReplacement(properties.getProperty(match.group(1), match.group())));
    return scheme.equals("platform-http") ? "HTTP " + known : scheme + ":" + known;
  }

  String drawn() {
    return id + shape.open + label + shape.close;
  }
}
