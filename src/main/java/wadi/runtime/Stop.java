package wadi.runtime;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on the map that is no route: where messages come in, wait or leave.
 *
 * @param id the same for all who mean the same place
 * @param label for people; says neither options nor passwords
 */
record Stop(String id, String label) {
  /** What happens there stays inside, or says nothing of messages. */
  private static final Set<String> INNER = Set.of("micrometer", "mustache", "mustache-text", "bean", "class", "log", "language", "validator", "json-validator",
      "dataformat", "controlbus", "direct", "kamelet", "");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][\\w+.-]*):(//)?(.*)", Pattern.DOTALL);
  private static final Pattern RABBIT_QUEUE = Pattern.compile("spring-rabbitmq:.*[?&]queues=([^&]+).*");
  private static final Set<String> WEB = Set.of("http", "https", "fraud-http", "fraud-https");

  /** Empty when the endpoint of this URI is no place where messages meet the outside. */
  static Optional<Stop> of(String uri) {
    Matcher rabbit = RABBIT_QUEUE.matcher(uri);
    Matcher parts = SCHEME.matcher(rabbit.matches() ? "spring-rabbitmq:" + rabbit.group(1) : uri);
    if (!parts.matches() || INNER.contains(parts.group(1))) {
      return Optional.empty();
    }
    String scheme = parts.group(1);
    String rest = parts.group(3).replaceFirst("[?].*", "").replaceFirst("^https?:(//)?", "").replaceFirst("^[^/@]*@", "").replace("%7B", "{").replace("%7D", "}");
    if (WEB.contains(scheme)) {
      rest = host("//" + rest);
    }
    String label = switch (scheme) {
      case "platform-http" -> "HTTP " + rest;
      case "http", "https", "fraud-http", "fraud-https" -> rest.isEmpty() ? "a web address" : rest;
      case "jms" -> "queue " + rest.replaceFirst("^queue:", "");
      case "spring-rabbitmq" -> "RabbitMQ " + rest;
      case "kafka" -> "Kafka " + rest;
      case "delivery" -> "waiting: " + rest;
      default -> (scheme + " " + rest).strip();
    };
    return Optional.of(new Stop(scheme + ":" + rest, label));
  }

  /** A path of the web may be a secret; what only a message fills in is none of a host. */
  private static String host(String address) {
    try {
      String host = URI.create(address.replaceAll("[{}$]", "_")).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
