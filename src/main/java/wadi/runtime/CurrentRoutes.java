package wadi.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import wadi.camel.errors.OriginalMessage;
import wadi.camel.errors.Parking;
import wadi.platform.Faults;
import wadi.platform.ops.RouteEntrance;

/** Feeds parked messages to the routes of the current generation, where their consumers would. */
final class CurrentRoutes implements RouteEntrance {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Switchboard switchboard;
  /** Not the caller's thread: its transaction must not become that of the route. */
  private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "replay");
    thread.setDaemon(true);
    return thread;
  });

  CurrentRoutes(Switchboard switchboard) {
    this.switchboard = switchboard;
  }

  @Override
  public Entered enter(long deadLetter, String route, byte[] original) {
    Generation generation = switchboard.current().orElse(null);
    if (generation == null) {
      return new Entered.NotNow("Wadi has no routes at this moment.");
    }
    if (generation.route(route).filter(entrance -> !generation.runs(entrance)).isPresent()) {
      return new Entered.NotNow("The route %s does not run in this process, whose roles are others; ask the one where it does.".formatted(route));
    }
    return generation.route(route).<Entered>map(entrance -> feed(deadLetter, entrance, OriginalMessage.read(original)))
        .orElseGet(() -> new Entered.Impossible("There is no route " + route + " any more, by which this message entered."));
  }

  private Entered feed(long deadLetter, Route route, OriginalMessage original) {
    try {
      return CompletableFuture.supplyAsync(() -> run(deadLetter, route, original), threads).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Entered.NotNow("The route %s has not ended after %d s; the message stays parked.".formatted(route.getRouteId(), PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Entered.NotNow("Wadi is stopping.");
    }
  }

  private static Entered run(long deadLetter, Route route, OriginalMessage original) {
    Exchange exchange = route.getConsumer().createExchange(false);
    original.enter(exchange.getMessage());
    exchange.setProperty(Parking.REPLAY_OF, deadLetter);
    try {
      route.getConsumer().getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    route.getConsumer().releaseExchange(exchange, false);
    return failure == null ? new Entered.Taken()
        : new Entered.NotNow("The route %s could not finish: %s. The message stays parked.".formatted(route.getRouteId(), Faults.nameOf(failure)));
  }
}
