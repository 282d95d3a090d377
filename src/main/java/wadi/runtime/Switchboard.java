package wadi.runtime;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.http.EdgeError;
import wadi.platform.http.ErrorStyle;
import wadi.platform.meters.HttpMeters;

/** Knows which generation is current and hands each request to it; a request ends in the generation it entered. */
public final class Switchboard {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  private final AtomicReference<Generation> current = new AtomicReference<>();
  private final List<Drain> draining = new CopyOnWriteArrayList<>();
  private final Ticks ticks = new Ticks();
  private final HttpMeters meters;

  public Switchboard(HttpMeters meters) {
    this.meters = meters;
  }

  public Optional<Generation> current() {
    return Optional.ofNullable(current.get());
  }

  Ticks ticks() {
    return ticks;
  }

  /** How many generations that were replaced have not ended. */
  int draining() {
    return draining.size();
  }

  /** Makes the first generation current: its HTTP routes answer, its other consumers have not begun. */
  public void open(Generation first) {
    current.set(first);
  }

  /** Lets the first generation consume. */
  public void consume() {
    Generation generation = current.get();
    generation.start(ConsumerKind.COMPETING);
    generation.start(ConsumerKind.EXCLUSIVE);
  }

  /**
   * Lets the next generation take over: everything that is claimed one by one without a gap, requests in one step, and what may only run
   * once when the old one has stopped it. The old one finishes beside it what it has taken.
   *
   * @param most how long the old one may take to finish
   * @param ended called when the old one, or the next one if it could not take over, has ended
   * @throws RuntimeException when the next one could not take over; then the old one runs as before
   */
  void replace(Generation next, Duration most, Consumer<Generation> ended) {
    Generation old = current.get();
    try {
      next.start(ConsumerKind.COMPETING);
      current.set(next);
      old.stop(ConsumerKind.EXCLUSIVE);
      awaitEnd(old.routes(ConsumerKind.EXCLUSIVE), old, most);
      ticks.carryOver(old, next);
      next.start(ConsumerKind.EXCLUSIVE);
    } catch (RuntimeException | Error e) {
      current.set(old);
      next.stop(ConsumerKind.EXCLUSIVE);
      old.resume(ConsumerKind.EXCLUSIVE);
      drain(next, most, ended);
      throw e;
    }
    drain(old, most, ended);
  }

  private void drain(Generation generation, Duration most, Consumer<Generation> ended) {
    AtomicReference<Drain> self = new AtomicReference<>();
    Drain drain = new Drain(generation, most, () -> {
      draining.remove(self.get());
      ended.accept(generation);
    });
    self.set(drain);
    draining.add(drain);
    drain.begin();
  }

  /** What may only run once must have finished before it runs in another generation. */
  private static void awaitEnd(List<Route> routes, Generation generation, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    for (Route route : routes) {
      while (generation.context().getInflightRepository().size(route.getRouteId()) > 0) {
        if (System.nanoTime() > end) {
          LOG.warn("{} of generation {} has not finished within {} s; the next generation does not wait longer", route.getRouteId(), generation.number(),
              most.toSeconds());
          return;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Counts the request first, then checks that its generation is still current: a draining one gets nothing new. */
  public void handle(HttpServerRequest request) {
    for (Generation generation = current.get(); generation != null; generation = current.get()) {
      generation.edge().count();
      if (generation == current.get()) {
        generation.edge().handle(request);
        return;
      }
      generation.edge().uncount();
    }
    meters.answered("", request.method().name(), 503, System.nanoTime());
    request.response().putHeader("Connection", "close");
    ErrorStyle.refuse(EdgeError.STOPPING, request);
  }

  /** Takes nothing new, finishes what was taken, and ends all generations. */
  public void close() {
    Generation last = current.getAndSet(null);
    if (last != null) {
      drain(last, last.files().settings().duration("reload.drain-timeout"), generation -> { });
    }
    try {
      for (Drain drain : draining) {
        drain.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
