package wadi.runtime.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import wadi.camel.Beans;
import wadi.camel.fraud.RuleBook;
import wadi.platform.Settings;
import wadi.runtime.Blueprint;
import wadi.runtime.Diagnosis;
import wadi.runtime.Snapshot;

/**
 * A generation's double in which every neighbour is a stand-in: other routes, endpoints outside, and the ports of the
 * platform. It needs no database, no broker, no port and no network; a route in it runs when it is fed.
 */
final class Twin implements AutoCloseable {
  private static final Set<String> HTTP = Set.of("platform-http", "rest");

  private final Main main = Blueprint.main();
  private final Recorder recorder = new Recorder();
  private final PortRecorders ports;
  private final StepRecorder steps = new StepRecorder(recorder);
  private final BranchRecorder branches = new BranchRecorder();

  private final Snapshot snapshot;
  private final Optional<Whole> whole;

  private Twin(Snapshot snapshot, Optional<Whole> whole) {
    this.snapshot = snapshot;
    this.whole = whole;
    this.ports = new PortRecorders(recorder, whole.map(Whole::ports).orElse(Map.of()));
  }

  /**
   * What makes a twin one in which routes call each other, with the environment's properties: a message goes its whole way
   * until it would leave. It has just the routes that others call.
   *
   * @param ports of the platform that are not stood in for, by name
   * @param trail sees the way of each message
   */
  record Whole(Map<String, Object> ports, Trail trail) {}

  /**
   * What is not as in the files.
   *
   * @param properties that have other values than in application.properties
   * @param routes the ids of those that are there; empty for all
   * @param files what to read for these routes, as Camel's {@code routesIncludePattern}; empty for all
   * @param change done to each route before it is built
   */
  record Differences(Map<String, String> properties, Set<String> routes, Optional<String> files, Consumer<RouteDefinition> change) {}

  /**
   * Builds it from these files.
   *
   * @throws wadi.camel.files.InvalidFiles when no generation could be made of them either
   */
  static Twin build(Snapshot snapshot, TwinSettings settings, Differences differences, CompletableFuture<RuleBook> rules) {
    return build(new Twin(snapshot, Optional.empty()), settings.with(differences.properties()), differences, rules);
  }

  /**
   * Builds one in which messages go their whole way.
   *
   * @throws wadi.camel.files.InvalidFiles when no generation could be made of these files either
   */
  static Twin build(Snapshot snapshot, Settings settings, Whole whole, CompletableFuture<RuleBook> rules) {
    return build(new Twin(snapshot, Optional.of(whole)), settings, new Differences(Map.of(), Set.of(), Optional.empty(), route -> { }), rules);
  }

  private static Twin build(Twin twin, Settings settings, Differences differences, CompletableFuture<RuleBook> rules) {
    try {
      twin.start(settings, differences, rules);
      return twin;
    } catch (Exception | LinkageError e) {
      RuntimeException diagnosis = Diagnosis.of(e, twin.snapshot);
      twin.close();
      throw diagnosis;
    }
  }

  private void start(Settings settings, Differences differences, CompletableFuture<RuleBook> rules) throws Exception {
    Blueprint.apply(main, snapshot, settings, new Beans(ports.ports(), settings, snapshot.folder(), rules));
    differences.files().ifPresent(files -> main.addOverrideProperty("camel.main.routesIncludePattern", files));
    main.addOverrideProperty("app.instance", "spec");
    differences.properties().forEach(main::addOverrideProperty);
    main.addOverrideProperty("camel.main.autoConfigurationFailFast", "false"); // stand-ins have no options to be configured
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        new Surroundings(recorder, List.of(branches, steps), whole.map(Whole::trail)).prepare((DefaultCamelContext) starting.getCamelContext(), differences);
      }
    });
    main.start();
    Kamelets.start(main.getCamelContext());
    whole.ifPresent(w -> main.getCamelContext().getRoutes().forEach(route -> ServiceHelper.startService(route.getConsumer())));
    rules.join();
  }

  /** Feeds the case to its route. */
  Outcome run(String routeId, Given given) {
    CamelContext context = main.getCamelContext();
    Route route = context.getRoute(routeId);
    StandInEndpoint from = (StandInEndpoint) route.getEndpoint();
    ports.reset(given.counters());
    recorder.begin(given, this::resolve);
    Exchange exchange = from.createExchange(HTTP.contains(Seams.scheme(from.seam())) ? ExchangePattern.InOut : ExchangePattern.InOnly);
    boolean isText = from.isWire() && (given.body() instanceof Map || given.body() instanceof List);
    exchange.getMessage().setBody(isText ? Plain.write(given.body()) : given.body());
    from.admitted(given.headers(), exchange).forEach(exchange.getMessage()::setHeader);
    given.variables().forEach(exchange::setVariable);
    given.caught().ifPresent(caught -> {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, caught.failure());
      exchange.setProperty(Exchange.FAILURE_ROUTE_ID, caught.route());
    });
    process(route, exchange);
    return new Outcome(recorder.left(), Facts.of(exchange), exchange.getException());
  }

  /** Lets a message go its whole way and returns it as it came out; what has left is in {@link #left}. */
  Exchange feed(Route route, Given given) {
    ports.reset(given.counters());
    recorder.begin(given, this::resolve);
    Exchange exchange = route.getEndpoint().createExchange();
    exchange.getMessage().setBody(given.body());
    given.variables().forEach(exchange::setVariable);
    process(route, exchange);
    return exchange;
  }

  private static void process(Route route, Exchange exchange) {
    try {
      route.getConsumer().getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
  }

  /** What has left since a message was fed. */
  List<Left> left() {
    return recorder.left();
  }

  /** The route of this id, if it is there. */
  Optional<Route> route(String id) {
    return Optional.ofNullable(main.getCamelContext().getRoute(id));
  }

  /** What came of one case. */
  record Outcome(List<Left> left, Map<String, Object> reply, Exception failure) {}

  /** A text with its {{properties}} replaced. */
  String resolve(String text) {
    return main.getCamelContext().resolvePropertyPlaceholders(text);
  }

  /** Those with a spec of their own: what a kamelet does belongs to the routes that use it. */
  Set<String> routes() {
    return main.getCamelContext().getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).map(Route::getRouteId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The route's capability, which is its folder; those of {@code rest:} do not say it. */
  String group(String route) {
    return Objects.requireNonNullElse(main.getCamelContext().getRoute(route).getGroup(), "...");
  }

  /** The routes that are made of the same route template as this one, itself among them. */
  Set<String> alike(String route) {
    ModelCamelContext context = (ModelCamelContext) main.getCamelContext();
    RouteDefinition one = context.getRouteDefinition(route);
    if (one == null || !Boolean.TRUE.equals(one.isTemplate())) {
      return Set.of(route);
    }
    FromDefinition from = one.getInput();
    return context.getRouteDefinitions().stream().filter(other -> Boolean.TRUE.equals(other.isTemplate())
        && other.getInput().getLineNumber() == from.getLineNumber() && String.valueOf(other.getInput().getLocation()).equals(from.getLocation()))
        .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
  }

  /** Whether what went through a route changes what it does next. */
  boolean remembers(String route) {
    ModelCamelContext context = (ModelCamelContext) main.getCamelContext();
    return Stream.concat(Stream.of(context.getRouteDefinition(route)), Kamelets.usedBy(route, context))
        .anyMatch(definition -> Memory.isIn(definition, context.getRegistry()));
  }

  /** Every seam that some route sends to or begins with. */
  Set<String> seams() {
    return main.getCamelContext().getEndpoints().stream().filter(StandInEndpoint.class::isInstance)
        .map(endpoint -> ((StandInEndpoint) endpoint).seam()).collect(Collectors.toCollection(TreeSet::new));
  }

  PortRecorders ports() {
    return ports;
  }

  /** The short ids of the steps of a route. */
  Set<String> steps(String route) {
    return steps.of(route);
  }

  /** The branches of its routes, and which of them its cases have reached so far. */
  List<Branch> branches() {
    return Branches.of(main.getCamelContext(), branches, snapshot);
  }

  @Override
  public void close() {
    main.stop();
  }
}
