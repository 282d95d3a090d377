package wadi.runtime.catalog;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import wadi.camel.JavaRoutes;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The routes that Java makes of the properties. */
final class RoutesInJava {
  private RoutesInJava() {}

  static List<RouteDefinition> of(FileSet files) {
    List<RouteDefinition> routes = new ArrayList<>();
    for (RouteBuilder builder : builders(files)) {
      try {
        builder.configure();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      routes.addAll(builder.getRouteCollection().getRoutes());
    }
    return routes;
  }

  /** None when a property keeps them from being told, which is a finding of its own. */
  private static List<RouteBuilder> builders(FileSet files) {
    try {
      return JavaRoutes.all(Settings.load(files.folder(), name -> null));
    } catch (StartupException e) {
      return List.of();
    }
  }
}
