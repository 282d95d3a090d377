package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The page that has a line for each route, and the map of all of them. */
final class RouteTable implements GeneratedPage {
  @Override
  public String path() {
    return "docs/routes.md";
  }

  @Override
  public String text(Path home) throws IOException {
    RouteNetwork network = RouteNetwork.of(home);
    Properties properties = RouteMap.properties(home);
    return """
        # Routes

        Every route of Wadi, with what it does and where it goes. This page is written by `./wadi docs`. The [console](console.md) draws the same of the
        routes that run, with the messages that go between them.

        """ + table(network, properties) + """

        ## The map

        A box is a route, and a route is a file of that name. Cylinders are tables in PostgreSQL: what stands there or in the broker survives the process.

        """ + RouteChart.of(network, properties);
  }

  private static String table(RouteNetwork network, Properties properties) {
    StringBuilder table = new StringBuilder("| route | what it does | goes to |\n|---|---|---|\n");
    for (RouteEntry route : network.routes()) {
      List<String> next = Stream.concat(route.calls().stream(), route.failures().stream())
          .flatMap(uri -> names(uri, network, properties)).distinct().toList();
      table.append("| [%s](../%s)%s | %s | %s |\n".formatted(route.id(), route.file(), route.file().endsWith(".java") ? " (Java)" : "",
          Markdown.cell(route.description()), String.join(", ", next)));
    }
    return table.toString();
  }

  private static Stream<String> names(String uri, RouteNetwork network, Properties properties) {
    return Outside.of(uri, properties).map(end -> Stream.of("`" + end.label() + "`"))
        .orElseGet(() -> network.behind(uri).stream().map(RouteEntry::id));
  }
}
