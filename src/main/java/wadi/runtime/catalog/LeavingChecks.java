package wadi.runtime.catalog;

import java.util.List;
import java.util.Set;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** Endpoints that lead outside: their addresses are properties, and our headers stay at home. */
final class LeavingChecks {
  /** Remote to Camel, yet no message of ours leaves by them. */
  private static final Set<String> INSIDE = Set.of("platform-http", "rest", "rest-api", "sql", "sql-stored", "jdbc", "file", "kamelet");
  private static final Set<String> ADDRESSES = Set.of("host", "port", "brokers", "addresses", "cron", "schedule", "queues", "routingKey",
      "destination", "groupId", "username", "from", "to", "cc", "bcc", "replyTo");
  private static final Set<String> HTTP = Set.of("http", "https", "vertx-http");
  /** RabbitMQ's exchange without a name, where a routing key is the name of a queue. */
  private static final String DEFAULT_EXCHANGE = "spring-rabbitmq:default";
  private static final String KINDS = "^(queue|topic|temp-queue|temp-topic):";

  private LeavingChecks() {}

  static void check(FileSet files, CamelKnowledge camel) {
    for (RouteFile file : files.routes()) {
      for (Endpoint endpoint : Endpoint.in(file)) {
        String uri = Endpoint.scheme(endpoint.uri()).isEmpty() ? files.placeholders().usual(endpoint.uri()) : endpoint.uri();
        String scheme = Endpoint.scheme(uri);
        boolean leaves = camel.isRemote(scheme) && !INSIDE.contains(scheme);
        if (leaves && !uri.equals(endpoint.uri()) || !leaves) {
          options(endpoint, file.findings());
        } else {
          address(endpoint, scheme, file.findings());
          options(endpoint, file.findings());
        }
        if (leaves && !endpoint.consumes() && endpoint.step().isStep() && !headersAreGone(endpoint.step())) {
          file.findings().add(Check.HEADERS, endpoint.line(), "headers from inside leave over %s:".formatted(scheme),
              "write above it: - removeHeaders: {id: keep-our-headers-home, pattern: \"*\"}");
        }
      }
    }
  }

  /** Of a web address only the host counts: the path is the provider's interface. */
  private static void address(Endpoint endpoint, String scheme, Findings findings) {
    if (Endpoint.path(endpoint.uri()).equals(DEFAULT_EXCHANGE)) {
      return;
    }
    String rest = Endpoint.rest(endpoint.uri()).replaceFirst(KINDS, "");
    String address = HTTP.contains(scheme) ? rest.replaceFirst("/.*", "") : rest;
    if (Placeholders.without(address).matches(".*[A-Za-z0-9].*")) {
      findings.add(Check.LITERAL, endpoint.line(), "the address %s stands in the route".formatted(address),
          "write a property, {{capability.thing.option}}, and declare it in application.properties");
    }
  }

  private static void options(Endpoint endpoint, Findings findings) {
    endpoint.parameters().values().stream().filter(p -> ADDRESSES.contains(p.key())).forEach(p -> {
      String text = p.text().orElse("");
      if (!text.startsWith("#") && Placeholders.without(text).matches(".*[A-Za-z0-9].*")) {
        findings.add(Check.LITERAL, p.line(), "%s is written out here".formatted(p.key()),
            "write a property, {{capability.thing.option}}, and declare it in application.properties");
      }
    });
  }

  /** Whether a removeHeaders of all stands above it, in its own list of steps or in one around it. */
  private static boolean headersAreGone(Place step) {
    for (Place at = step; at != null; at = at.parent()) {
      if (at.isStep()) {
        List<Place> before = at.parent().parent().children().toList();
        int index = Integer.parseInt(at.parent().key());
        if (before.subList(0, index).stream().flatMap(Place::children).anyMatch(LeavingChecks::removesAll)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean removesAll(Place step) {
    return step.key().equals("removeHeaders") && step.text().or(() -> step.text("pattern")).orElse("").equals("*");
  }
}
