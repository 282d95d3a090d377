package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The map of the routes in README.md, between two comments: a flowchart and a table. */
final class RouteMap implements GeneratedPage {
  static final String BEGIN = "<!-- map of the routes: written by ./wadi docs, do not edit -->\n";
  static final String END = "<!-- end of the map -->\n";

  @Override
  public String path() {
    return "README.md";
  }

  @Override
  public String text(Path home) throws IOException {
    String page = Files.readString(home.resolve(path()));
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("README.md needs these two lines around the map of the routes:\n" + BEGIN + END.strip());
    }
    return page.substring(0, begin) + BEGIN + map(home) + page.substring(end);
  }

  private static String map(Path home) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("application.properties"))) {
      properties.load(reader);
    }
    RouteNetwork network = new RouteNetwork(ShippedRoutes.read(home).entries());
    return RouteChart.of(network, properties) + "\n" + table(network, properties);
  }

  private static String table(RouteNetwork network, Properties properties) {
    StringBuilder table = new StringBuilder("| route | what it does | goes to |\n|---|---|---|\n");
    for (RouteEntry route : network.routes()) {
      List<String> next = Stream.concat(route.calls().stream(), route.failures().stream())
          .flatMap(uri -> names(uri, network, properties)).distinct().toList();
      table.append("| [%s](%s)%s | %s | %s |\n".formatted(route.id(), route.file(), route.file().endsWith(".java") ? " (Java)" : "",
          Markdown.cell(route.description()), String.join(", ", next)));
    }
    return table.toString();
  }

  private static Stream<String> names(String uri, RouteNetwork network, Properties properties) {
    return Outside.of(uri, properties).map(end -> Stream.of("`" + end.label() + "`"))
        .orElseGet(() -> network.behind(uri).stream().map(RouteEntry::id));
  }
}
