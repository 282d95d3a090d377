package wadi.runtime;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.http.Problem;
import wadi.platform.meters.HttpMeters;

/** Knows which generation is current and hands each request to it; a request ends in the generation it entered. */
public final class Switchboard {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final AtomicReference<Generation> current = new AtomicReference<>();
  private final HttpMeters meters;

  public Switchboard(HttpMeters meters) {
    this.meters = meters;
  }

  public Optional<Generation> current() {
    return Optional.ofNullable(current.get());
  }

  /** Makes the generation current: its HTTP routes answer, its other consumers have not begun. */
  public void open(Generation generation) {
    generation.start(ConsumerKind.PASSIVE);
    current.set(generation);
  }

  /** Lets the current generation consume. */
  public void consume() {
    Generation generation = current.get();
    generation.start(ConsumerKind.COMPETING);
    generation.start(ConsumerKind.EXCLUSIVE);
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
    new Problem(503, "Service Unavailable", "Wadi is stopping.").send(request.response().putHeader("Connection", "close"));
  }

  /** Takes nothing new, finishes what was taken, ends the generation. */
  public void close() {
    Generation last = current.getAndSet(null);
    if (last == null) {
      return;
    }
    try {
      if (!last.drain(DRAIN)) {
        LOG.warn("some requests were not finished within {} s", DRAIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.stopConsumers();
    last.stop();
  }
}
