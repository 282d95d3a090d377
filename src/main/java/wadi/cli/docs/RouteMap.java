package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The map of the groups of routes in README.md, between two comments: a flowchart. That of all routes is in docs/routes.md. */
final class RouteMap implements GeneratedPage {
  static final String BEGIN = "<!-- map of the groups: written by ./wadi docs, do not edit -->\n";
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
      throw new IllegalStateException("README.md needs these two lines around the map of the groups:\n" + BEGIN + END.strip());
    }
    return page.substring(0, begin) + BEGIN + map(home) + page.substring(end);
  }

  private static String map(Path home) throws IOException {
    return GroupChart.of(RouteNetwork.of(home), properties(home));
  }

  /** The shipped ones. */
  static Properties properties(Path home) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("application.properties"))) {
      properties.load(reader);
    }
    return properties;
  }
}
