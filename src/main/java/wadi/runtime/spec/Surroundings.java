package wadi.runtime.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.PluginHelper;
import wadi.camel.Components;

/**
 * What a twin's routes find around them: stand-ins that record what is sent to them, in place of all that leads outside.
 *
 * @param watchers of each step
 * @param trail of one in which routes call each other; empty where each stands alone, and with nothing of the machine's environment
 */
record Surroundings(Recorder recorder, List<InterceptStrategy> watchers, Optional<Trail> trail) {
  /** Components that reach nothing outside. Any other is stood in for. */
  private static final Set<String> REAL =
      Set.of("bean", "class", "dataformat", "json-validator", "kamelet", "language", "log", "mustache", "ref", "validator", "xslt");
  private static final Set<String> OBSERVED = Set.of("micrometer");
  private static final AtomicInteger BUILT = new AtomicInteger();

  void prepare(DefaultCamelContext context, Twin.Differences differences) {
    context.setManagementName("wadi-twin-" + BUILT.incrementAndGet());
    ComponentResolver real = PluginHelper.getComponentResolver(context);
    context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, (name, c) ->
        REAL.contains(name) ? real.resolveComponent(name, c) : new StandInComponent(recorder, OBSERVED.contains(name)));
    Components.inside().forEach((name, component) -> {
      if (trail.isPresent() || !name.equals("direct")) {
        context.addComponent(name, component);
      }
    });
    watchers.forEach(context.getCamelContextExtension()::addInterceptStrategy);
    context.getExecutorServiceManager().setThreadPoolFactory(new OneThread());
    trail.ifPresentOrElse(seen -> together(context, seen), () -> alone(context, differences));
  }

  private static void together(DefaultCamelContext context, Trail trail) {
    context.setRouteFilter(route -> Kamelets.isMade(route) || Boolean.TRUE.equals(route.isTemplate()) || route.getInput().getEndpointUri().startsWith("direct:"));
    context.getCamelContextExtension().addInterceptStrategy(trail);
  }

  private static void alone(DefaultCamelContext context, Twin.Differences differences) {
    PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    context.setRouteFilter(route -> {
      route.setPrecondition(null); // a laptop checks production's routes too
      return differences.routes().isEmpty() || differences.routes().contains(route.getRouteId()) || Kamelets.isMade(route);
    });
    context.addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
      @Override
      public void onAddRouteDefinition(RouteDefinition definition) {
        definition.setPrecondition(null); // every transport's routes are there
        differences.change().accept(definition);
      }
    });
  }
}
