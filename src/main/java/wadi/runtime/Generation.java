package wadi.runtime;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.RouteName;
import wadi.camel.errors.RouteFailures;
import wadi.camel.fraud.RuleBook;
import wadi.camel.meters.RouteTraffic;
import wadi.platform.Settings;
import wadi.platform.Roles;
import wadi.platform.broker.BrokerConnections;

/** One complete Camel application made from one snapshot of the files. */
public final class Generation {
  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  private final long number;
  private final Files files;
  private final Main main;
  private final HttpEdge edge;
  private final BrokerConnections broker;
  private final Roles roles;
  private final RouteFailures failures = new RouteFailures(System::nanoTime);
  private final RouteTraffic traffic = new RouteTraffic();
  private final Queue<Runnable> atEnd = new ConcurrentLinkedQueue<>();

  /**
   * What it was made from.
   *
   * @param archive of the snapshot, which goes with the generation
   */
  record Files(Snapshot snapshot, byte[] archive, Settings settings, CompletableFuture<RuleBook> rules) {
    void delete() {
      try {
        snapshot.delete();
      } catch (UncheckedIOException e) {
        LOG.warn("a copy of the files stays: {}", e.getMessage());
      }
    }
  }

  /** Over what it meets the outside, each its own. */
  record Edges(HttpEdge http, BrokerConnections broker) {}

  Generation(long number, Files files, Main main, Edges edges) {
    this.number = number;
    this.files = files;
    this.main = main;
    this.edge = edges.http();
    this.broker = edges.broker();
    this.roles = Roles.of(files.settings());
  }

  /** Its number in the history. */
  public long number() {
    return number;
  }

  /** The content hash of its files. */
  public String hash() {
    return files.snapshot().hash();
  }

  /** How many routes it has; what Camel makes for each use of a kamelet is a part of one. */
  public int routes() {
    return (int) context().getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).count();
  }

  Files files() {
    return files;
  }

  /** The route of this id, while it is there. */
  Optional<Route> route(String id) {
    return Optional.ofNullable(context().getRoute(id));
  }

  HttpEdge edge() {
    return edge;
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** How often its routes failed lately. */
  RouteFailures failures() {
    return failures;
  }

  /** What went between its routes. */
  RouteTraffic traffic() {
    return traffic;
  }

  /** What its routes, and the kamelets they use, are called. */
  Set<String> routeNames() {
    return context().getRoutes().stream().map(RouteName::of).collect(Collectors.toSet());
  }

  /** Its routes of one kind that take in work in this process. */
  List<Route> routes(ConsumerKind kind) {
    return context().getRoutes().stream().filter(route -> ConsumerKind.of(route) == kind && runs(route)).toList();
  }

  /** Whether it takes in work in this process; what is called from inside does wherever its callers do. */
  boolean runs(Route route) {
    return RouteGroup.isInner(route) || roles.has(RouteGroup.of(route));
  }

  /** Starts the routes of one kind. */
  void start(ConsumerKind kind) {
    for (Route route : routes(kind)) {
      if (route.isAutoStartup()) {
        try {
          context().getRouteController().startRoute(route.getRouteId());
        } catch (Exception e) {
          throw Diagnosis.of(e, files.snapshot());
        }
      }
    }
  }

  /** Takes nothing new over routes of one kind; exchanges under way go on. Each beside the others: one with a step that does not end stops never. */
  void stop(ConsumerKind kind) {
    List<Thread> stopping = routes(kind).stream().map(route -> new Thread(() -> ServiceHelper.stopService(route.getConsumer()), "stop-" + route.getRouteId())).toList();
    stopping.forEach(thread -> {
      thread.setDaemon(true);
      thread.start();
    });
    try {
      for (Thread thread : stopping) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets routes of one kind that were stopped consume again. */
  void resume(ConsumerKind kind) {
    routes(kind).stream().filter(Route::isAutoStartup).forEach(route -> ServiceHelper.startService(route.getConsumer()));
  }

  /** Requests and exchanges that have entered and not left. */
  int underWay() {
    return edge.inside() + context().getInflightRepository().size();
  }

  /** The routes in which exchanges are under way, each with their number. */
  String busyRoutes() {
    return context().getRoutes().stream().map(Route::getRouteId).filter(id -> context().getInflightRepository().size(id) > 0)
        .map(id -> id + " (" + context().getInflightRepository().size(id) + ")").collect(Collectors.joining(", "));
  }

  /** Those who wait for an answer get one, and steps that wait are interrupted: their exchanges fail and go back where they came from. */
  void giveUp() {
    edge.giveUp();
    Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith(threads())).forEach(Thread::interrupt);
  }

  /** Messages whose steps do not even end then go back to their queues, and to others, without them. */
  void leaveBroker() {
    broker.close();
  }

  /** What the names of its threads begin with, and of no other's. */
  String threads() {
    return "Camel (wadi-" + number + ") ";
  }

  /** To be done before its copy of the files is removed, for what works with them. */
  void atEnd(Runnable work) {
    atEnd.add(work);
  }

  /** Ends it and removes its copy of the files; what is under way may go on for at most this long. */
  void end(Duration most) {
    atEnd.forEach(Runnable::run);
    context().getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
    context().getShutdownStrategy().setTimeout(Math.max(1, most.toMillis()));
    close();
    files.delete();
  }

  /** Ends one that has taken nothing, perhaps because it could not be built; its copy of the files stays. */
  void close() {
    try {
      main.stop();
    } catch (RuntimeException e) {
      LOG.warn("generation {} did not stop cleanly: {}", number, e.getMessage());
    } finally {
      broker.close();
    }
  }
}
