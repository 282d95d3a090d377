package wadi.runtime;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One complete Camel application made from one snapshot of the files. */
public final class Generation {
  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

  private final int number;
  private final Snapshot snapshot;
  private final Main main;
  private final HttpEdge edge;

  Generation(int number, Snapshot snapshot, Main main, HttpEdge edge) {
    this.number = number;
    this.snapshot = snapshot;
    this.main = main;
    this.edge = edge;
  }

  public int number() {
    return number;
  }

  /** The content hash of its files. */
  public String hash() {
    return snapshot.hash();
  }

  /** How many routes it has. */
  public int routes() {
    return context().getRoutesSize();
  }

  /** The route of this id, while it is there. */
  Optional<Route> route(String id) {
    return Optional.ofNullable(context().getRoute(id));
  }

  HttpEdge edge() {
    return edge;
  }

  private CamelContext context() {
    return main.getCamelContext();
  }

  /** Starts the routes of one kind. */
  void start(ConsumerKind kind) {
    for (Route route : List.copyOf(context().getRoutes())) {
      if (ConsumerKind.of(route) == kind && route.isAutoStartup()) {
        startRoute(route);
      }
    }
  }

  private void startRoute(Route route) {
    try {
      context().getRouteController().startRoute(route.getRouteId());
    } catch (Exception e) {
      throw Diagnosis.of(e, snapshot);
    }
  }

  /** Takes nothing new; exchanges under way go on. In parallel, because a JMS consumer takes a second to stop. */
  void stopConsumers() {
    context().getRoutes().parallelStream().filter(route -> ConsumerKind.of(route) != ConsumerKind.PASSIVE)
        .forEach(route -> ServiceHelper.stopService(route.getConsumer()));
  }

  /** Waits until every request that entered has left, for at most {@code most}. */
  boolean drain(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (edge.inside() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return edge.inside() == 0;
  }

  /** Ends it and removes its copy of the files. */
  void stop() {
    try {
      main.stop();
    } catch (RuntimeException e) {
      LOG.warn("generation {} did not stop cleanly: {}", number, e.getMessage());
    }
    try {
      snapshot.delete();
    } catch (UncheckedIOException e) {
      LOG.warn("the copy of the files of generation {} stays: {}", number, e.getMessage());
    }
  }
}
