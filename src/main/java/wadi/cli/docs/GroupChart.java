package wadi.cli.docs;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes from afar, as a flowchart in Mermaid: a box for each group, with the tables, brokers and services through which they hand over. Errors are left
 * out: any group may end there.
 */
final class GroupChart {
  private static final String ERRORS = "errors";
  private static final Set<String> OURS = Set.of("timer", "scheduler", "sites", "sql");

  private record Arrow(String from, String to) {
    Arrow back() {
      return new Arrow(to, from);
    }
  }

  private final Set<String> drawn = new LinkedHashSet<>();
  private final Set<Arrow> arrows = new LinkedHashSet<>();

  private GroupChart(RouteNetwork network, Properties properties) {
    for (RouteEntry route : network.routes().stream().filter(route -> !ERRORS.equals(route.group())).toList()) {
      drawn.add(route.group() + "[<b>" + route.group() + "</b>]");
      place(route.from(), properties).ifPresent(begin -> arrows.add(new Arrow(begin, route.group())));
      route.calls().forEach(uri -> ends(uri, network, properties).forEach(end -> arrows.add(new Arrow(route.group(), end))));
    }
  }

  static String of(RouteNetwork network, Properties properties) {
    return new GroupChart(network, properties).text();
  }

  private String text() {
    Stream<String> lines = Stream.concat(drawn.stream(), arrows.stream().filter(arrow -> !arrow.from().equals(arrow.to())).map(this::drawn));
    return lines.filter(line -> !line.isEmpty()).map(line -> "  " + line + "\n").collect(Collectors.joining("", "```mermaid\nflowchart LR\n", "```\n"));
  }

  /** Two that hand over to each other have one arrow with two heads. */
  private String drawn(Arrow arrow) {
    boolean both = arrows.contains(arrow.back());
    return both && arrow.from().compareTo(arrow.to()) > 0 ? "" : arrow.from() + (both ? " <--> " : " --> ") + arrow.to();
  }

  private Stream<String> ends(String uri, RouteNetwork network, Properties properties) {
    return Stream.concat(place(uri, properties).stream(), network.behind(uri).stream().map(RouteEntry::group).filter(group -> !ERRORS.equals(group)));
  }

  /** Where a URI leads that is no route's: all brokers are one place, and so are all services of others. */
  private Optional<String> place(String uri, Properties properties) {
    Optional<Outside> outside = Outside.of(uri, properties).filter(place -> !OURS.contains(uri.split(":")[0]));
    Optional<Outside> place = outside.map(end -> switch (end.shape()) {
      case DURABLE -> new Outside(uri.split(":")[0] + "-table", uri.split(":")[0] + " table", end.shape());
      case BROKER -> new Outside("brokers", "Artemis, RabbitMQ, Kafka", end.shape());
      case PARTNER -> uri.startsWith("platform-http:") ? new Outside("http", "HTTP", end.shape()) : new Outside("others", "providers, other services", end.shape());
    });
    place.ifPresent(end -> drawn.add(end.drawn()));
    return place.map(Outside::id);
  }
}
