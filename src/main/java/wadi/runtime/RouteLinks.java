package wadi.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import wadi.camel.RouteName;

/** Where the routes of a context lead, as their definitions say: to other routes, and to places outside. */
final class RouteLinks {
  private static final Set<String> ASKING = Set.of("enrich", "pollEnrich", "recipientList", "routingSlip");
  private static final String SEAM = "direct:";
  private static final String KAMELET = "kamelet:";

  private final ModelCamelContext context;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<Link> links = new LinkedHashSet<>();
  private final Set<Stop> stops = new LinkedHashSet<>();

  /**
   * A way that messages may go.
   *
   * @param from the name of a route or the id of a stop
   * @param to likewise
   * @param onFailure whether only what failed goes it
   */
  record Link(String from, String to, boolean onFailure) {}

  RouteLinks(ModelCamelContext context) {
    this.context = context;
    context.getRoutes().forEach(route -> names.add(RouteName.of(route)));
    context.getRoutes().forEach(this::follow);
  }

  Set<Link> links() {
    return links;
  }

  /** What is no route and has a link. */
  Set<Stop> stops() {
    return stops;
  }

  private void follow(Route route) {
    String name = RouteName.of(route);
    RouteDefinition definition = context.getRouteDefinition(route.getRouteId());
    Stop.of(route.getEndpoint().getEndpointUri()).ifPresent(stop -> link(stop, new Link(stop.id(), name, false)));
    if (definition == null) {
      return;
    }
    Stream<ProcessorDefinition<?>> failing = definition.getOutputs().stream().filter(OnExceptionDefinition.class::isInstance);
    definition.getOutputs().stream().filter(step -> !(step instanceof OnExceptionDefinition)).forEach(step -> steps(step).forEach(one -> lead(name, one, false)));
    Stream<ProcessorDefinition<?>> configured = context.getRouteConfigurationDefinitions().stream()
        .filter(one -> one.getId() != null && one.getId().equals(definition.getRouteConfigurationId()))
        .flatMap(one -> one.getOnExceptions().stream());
    Stream.concat(failing, configured).forEach(on -> steps(on).forEach(one -> lead(name, one, true)));
    if (route.getEndpoint().getEndpointUri().startsWith("delivery:") && names.contains("report-delivery")) {
      links.add(new Link(name, "report-delivery", false)); // the component tells it how each attempt ended
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // ProcessorDefinition's own methods are declared with raw types
  private static List<ProcessorDefinition<?>> steps(ProcessorDefinition<?> step) {
    List<ProcessorDefinition<?>> steps = new ArrayList<>((Collection) ProcessorDefinitionHelper.filterTypeInOutputs(step.getOutputs(), ProcessorDefinition.class));
    steps.add(step);
    return steps;
  }

  private void lead(String from, ProcessorDefinition<?> step, boolean onFailure) {
    for (String uri : sentTo(step)) {
      String address = resolved(uri);
      if (address.startsWith(SEAM) || address.startsWith(KAMELET)) {
        String seam = address.substring(address.indexOf(':') + 1).replaceFirst("^//", "").replaceFirst("[?].*", "");
        targets(address.startsWith(KAMELET) ? seam.replaceFirst("/.*", "") : seam).forEach(to -> links.add(new Link(from, to, onFailure)));
      } else {
        Stop.of(address).ifPresent(stop -> link(stop, new Link(from, stop.id(), onFailure)));
      }
    }
  }

  private void link(Stop stop, Link link) {
    stops.add(stop);
    links.add(link);
  }

  private static List<String> sentTo(ProcessorDefinition<?> step) {
    if (step instanceof EndpointRequiredDefinition sender) {
      return List.of(sender.getEndpointUri());
    }
    if (step instanceof ToDynamicDefinition sender) {
      return List.of(sender.getUri());
    }
    return ASKING.contains(step.getShortName()) && step instanceof ExpressionNode asking && asking.getExpression() != null
        ? List.of(asking.getExpression().getExpression().split(",(?![^{]*})")) : List.of();
  }

  /** With its properties, but for those of the environment, which may be secret. */
  private String resolved(String uri) {
    try {
      return uri.contains("{{env:") || uri.contains("{{sys:") ? uri : context.resolvePropertyPlaceholders(uri);
    } catch (RuntimeException e) {
      return uri;
    }
  }

  /** What only a message fills in may be any of those that fit. */
  private List<String> targets(String seam) {
    if (names.contains(seam)) {
      return List.of(seam);
    }
    String[] fixed = seam.split("\\$\\{[^}]*}|\\{\\{[^}]*}}", -1);
    Pattern pattern = Pattern.compile(String.join(".+", Stream.of(fixed).map(Pattern::quote).toList()));
    return fixed.length < 2 ? List.of() : names.stream().filter(name -> pattern.matcher(name).matches()).toList();
  }
}
