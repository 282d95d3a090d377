package wadi.cli.docs;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The routes as a flowchart in Mermaid, which GitHub draws: a box for each capability, a node for each route. */
final class RouteChart {
  private final RouteNetwork network;
  private final Properties properties;
  private final Map<String, Outside> outside = new LinkedHashMap<>();
  /** Where each node leads, by the node and its kind of arrow. */
  private final Map<String, Set<String>> edges = new LinkedHashMap<>();

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
      outside(route.from()).ifPresent(begin -> draw(begin.id() + " -->", route.id()));
      route.calls().forEach(uri -> connect(route, uri, "-->"));
      route.failures().forEach(uri -> connect(route, uri, "-.->|fails|"));
    }
    StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
    boxes.forEach((capability, ids) -> text.append("  subgraph ").append(capability).append("\n    ")
        .append(String.join("; ", ids)).append("\n  end\n"));
    outside.values().forEach(node -> text.append("  ").append(node.drawn()).append('\n'));
    edges.forEach((from, to) -> text.append("  ").append(from).append(' ').append(String.join(" & ", to)).append('\n'));
    return text.append("```\n").toString();
  }

  private void connect(RouteEntry route, String uri, String arrow) {
    String from = route.id() + " " + arrow;
    outside(uri).ifPresentOrElse(end -> draw(from, end.id()), () -> network.behind(uri).forEach(called -> draw(from, called.id())));
  }

  private void draw(String from, String to) {
    edges.computeIfAbsent(from, none -> new LinkedHashSet<>()).add(to);
  }

  private Optional<Outside> outside(String uri) {
    var node = Outside.of(uri, properties);
    node.ifPresent(known -> outside.put(known.id(), known));
    return node;
  }
}
