package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import wadi.camel.JavaRoutes;
import wadi.platform.Settings;

/** The routes in YAML and in Java as Camel's model has them; nothing is started and no placeholder resolved. */
public final class ShippedRoutes {
  private static final Pattern RABBIT_QUEUE = Pattern.compile("^spring-rabbitmq:(?://)?(?:default\\?.*?routingKey|[^?]*\\?.*?queues)=([^&]+)");

  private final List<RouteEntry> entries = new ArrayList<>();
  private final List<RouteDefinition> routes = new ArrayList<>();
  private final List<RouteConfigurationDefinition> configurations = new ArrayList<>();

  private ShippedRoutes() {}

  /** @param home Wadi's folder */
  public static ShippedRoutes read(Path home) throws IOException {
    ShippedRoutes shipped = new ShippedRoutes();
    List<Path> files;
    try (Stream<Path> all = Files.walk(home.resolve("routes"))) {
      files = all.filter(p -> p.toString().endsWith(".camel.yaml")).sorted().toList();
    }
    List<String> sources = new ArrayList<>();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.build();
      for (Path file : files) {
        var resource = ResourceHelper.fromString(file.toString(), Files.readString(file));
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
          shipped.add((RouteBuilder) builder, context, home.relativize(file).toString().replace('\\', '/'), sources);
        }
      }
      for (RouteBuilder builder : JavaRoutes.all(Settings.load(home, none -> null))) {
        shipped.add(builder, context, "src/main/java/" + builder.getClass().getName().replace('.', '/') + ".java", sources);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the routes cannot be read: " + e.getMessage(), e);
    }
    for (int i = 0; i < sources.size(); i++) {
      shipped.entries.add(shipped.entry(shipped.routes.get(i), sources.get(i)));
    }
    return shipped;
  }

  private void add(RouteBuilder builder, DefaultCamelContext context, String file, List<String> sources) throws Exception {
    for (RouteDefinition route : builder.configureRoutes(context).getRoutes()) {
      routes.add(route);
      sources.add(file);
    }
    if (builder instanceof RouteConfigurationBuilder configuring) {
      configuring.configuration();
      configurations.addAll(configuring.getRouteConfigurationCollection().getRouteConfigurations());
    }
  }

  /** By file, those in YAML first. */
  public List<RouteEntry> entries() {
    return List.copyOf(entries);
  }

  /** Every step of every route and route configuration. */
  public List<ProcessorDefinition<?>> steps() {
    List<ProcessorDefinition<?>> steps = new ArrayList<>();
    routes.forEach(route -> steps.addAll(within(route.getOutputs())));
    configurations.forEach(configuration -> configuration.getOnExceptions().forEach(on -> steps.addAll(within(on.getOutputs()))));
    return steps;
  }

  private RouteEntry entry(RouteDefinition route, String file) {
    List<String> failures = new ArrayList<>();
    configurations.stream().filter(c -> c.getId() != null && c.getId().equals(route.getRouteConfigurationId()))
        .flatMap(c -> c.getOnExceptions().stream()).forEach(on -> failures.addAll(sends(on.getOutputs())));
    String from = withoutOptions(route.getInput().getEndpointUri());
    List<String> calls = new ArrayList<>(sends(route.getOutputs()));
    if (from.startsWith("delivery:")) {
      calls.add("direct:report-delivery"); // the component tells it how each attempt ended
    }
    return new RouteEntry(route.getRouteId(), route.getDescriptionText(), route.getGroup(), file, from, calls, failures);
  }

  private static List<String> sends(List<ProcessorDefinition<?>> steps) {
    return within(steps).stream().map(ShippedRoutes::sentTo).filter(Objects::nonNull).map(ShippedRoutes::withoutOptions).distinct()
        .toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // ProcessorDefinition's own methods are declared with raw types
  private static List<ProcessorDefinition<?>> within(List<ProcessorDefinition<?>> steps) {
    return new ArrayList<>((Collection) ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class));
  }

  /** The URI that a step sends to: its own, or that of an enricher, which has it as an expression. */
  public static String sentTo(ProcessorDefinition<?> step) {
    if (step instanceof EndpointRequiredDefinition sender) {
      return sender.getEndpointUri();
    }
    if (step instanceof ToDynamicDefinition sender) {
      return sender.getUri();
    }
    boolean enriches = List.of("enrich", "pollEnrich").contains(step.getShortName());
    return enriches && step instanceof ExpressionNode enricher ? enricher.getExpression().getExpression() : null;
  }

  /** For RabbitMQ, whose messages wait in queues, the queue stands for the endpoint where the route names one. */
  private static String withoutOptions(String uri) {
    Matcher queue = RABBIT_QUEUE.matcher(uri);
    if (queue.find()) {
      return "spring-rabbitmq:" + queue.group(1);
    }
    int options = uri.indexOf('?');
    return (options < 0 ? uri : uri.substring(0, options)).replace("://", ":");
  }
}
