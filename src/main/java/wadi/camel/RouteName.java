package wadi.camel;

import java.util.Map;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.Kamelet;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/** What a route is called where people read it. */
public final class RouteName {
  private RouteName() {}

  /** That of a route that was made; takes its definition from the context, because a route that was started forgets it. */
  public static String of(Route route) {
    return of(route.getRouteId(), ((ModelCamelContext) route.getCamelContext()).getRouteDefinition(route.getRouteId()));
  }

  /**
   * Its id; of a route that Camel makes wherever a kamelet is used, the name of the kamelet: its id ends in a number that is
   * another one in each generation.
   *
   * @param route its definition, if it is known
   */
  public static String of(String id, NamedNode route) {
    if (!(route instanceof RouteDefinition definition) || !Boolean.TRUE.equals(definition.isKamelet())) {
      return id;
    }
    Map<String, Object> made = definition.getTemplateParameters();
    String kamelet = String.valueOf(made.get(Kamelet.PARAM_TEMPLATE_ID));
    return id.equals(kamelet + "-" + made.get(Kamelet.PARAM_UUID)) ? kamelet : id;
  }
}
