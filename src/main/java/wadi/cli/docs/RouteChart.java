package wadi.cli.docs;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes as a flowchart in Mermaid, which GitHub draws: a box for each capability, a node for each route. */
final class RouteChart {
  private record Arrow(String from, String shape) {}

  private final RouteNetwork network;
  private final Properties properties;
  private final Map<String, Outside> outside = new LinkedHashMap<>();
  private final Map<Arrow, Set<String>> arrows = new LinkedHashMap<>();
  private final Set<String> drawn = new HashSet<>();

  private RouteChart(RouteNetwork network, Properties properties) {
    this.network = network;
    this.properties = properties;
  }

  static String of(RouteNetwork network, Properties properties) {
    return new RouteChart(network, properties).text();
  }

  private String text() {
    Map<String, Set<String>> boxes = new LinkedHashMap<>();
    for (RouteEntry route : network.routes()) {
      boxes.computeIfAbsent(String.valueOf(route.group()), none -> new LinkedHashSet<>()).add(route.id());
      outside(route.from()).ifPresent(begin -> connect(new Arrow(begin.id(), "-->"), route.id()));
      route.calls().forEach(uri -> connect(route, "-->", uri));
      route.failures().forEach(uri -> connect(route, "-.->|fails|", uri));
    }
    StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
    boxes.forEach((capability, ids) -> text.append("  subgraph ").append(capability).append("\n    ")
        .append(String.join("; ", ids)).append("\n  end\n"));
    arrows.forEach((arrow, ends) -> text.append("  ").append(node(arrow.from())).append(' ').append(arrow.shape()).append(' ')
        .append(ends.stream().map(this::node).collect(Collectors.joining(" & "))).append('\n'));
    return text.append("```\n").toString();
  }

  private void connect(RouteEntry route, String shape, String uri) {
    Arrow arrow = new Arrow(route.id(), shape);
    outside(uri).ifPresentOrElse(end -> connect(arrow, end.id()), () -> network.behind(uri).forEach(next -> connect(arrow, next.id())));
  }

  private void connect(Arrow arrow, String end) {
    arrows.computeIfAbsent(arrow, none -> new LinkedHashSet<>()).add(end);
  }

  private Optional<Outside> outside(String uri) {
    Optional<Outside> node = Outside.of(uri, properties);
    node.ifPresent(known -> outside.put(known.id(), known));
    return node;
  }

  /** A node has its shape and label where it is met first. */
  private String node(String id) {
    return outside.containsKey(id) && drawn.add(id) ? outside.get(id).drawn() : id;
  }
}
