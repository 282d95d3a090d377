package wadi.runtime.spec;

import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;

/** The routes that Camel makes in a twin wherever a route uses a kamelet: parts of that route, and no neighbours. */
final class Kamelets {
  private Kamelets() {}

  static boolean isMade(RouteDefinition route) {
    return Boolean.TRUE.equals(route.isKamelet());
  }

  /** Lets them take what the routes that use them send: unlike others they are not fed by specs. */
  static void start(CamelContext context) {
    context.getRoutes().stream().filter(route -> route.getEndpoint() instanceof KameletEndpoint).map(Route::getConsumer).forEach(ServiceHelper::startService);
  }

  /** Those of a route, and those that these use in turn. */
  static Stream<RouteDefinition> usedBy(String route, ModelCamelContext context) {
    return context.getRouteDefinitions().stream().filter(Kamelets::isMade)
        .filter(made -> route.equals(made.getTemplateParameters().get(Kamelet.PARENT_ROUTE_ID)))
        .flatMap(made -> Stream.concat(Stream.of(made), usedBy(made.getRouteId(), context)));
  }
}
