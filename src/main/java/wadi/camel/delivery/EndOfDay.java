package wadi.camel.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FluentProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Doorbell;
import wadi.platform.Faults;
import wadi.platform.postgres.BudgetTable;

/**
 * Hands out what is left of the day when its end has come. How much that is says the provider, by the route {@code
 * check-credits-<channel>-<provider>}; without such a route or an answer in time our own count decides.
 */
final class EndOfDay {
  private static final Logger LOG = LoggerFactory.getLogger(EndOfDay.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final CamelContext context;
  private final BudgetTable budgets;
  private final Clock clock;
  private final Doorbell doorbell;
  private final AtomicBoolean busy = new AtomicBoolean();
  private ExecutorService thread;
  private FluentProducerTemplate template;

  EndOfDay(CamelContext context, BudgetTable budgets, Clock clock, Doorbell doorbell) {
    this.context = context;
    this.budgets = budgets;
    this.clock = clock;
    this.doorbell = doorbell;
  }

  void start(Object owner, String channel) {
    thread = context.getExecutorServiceManager().newSingleThreadExecutor(owner, "end-of-day-" + channel);
    template = context.createFluentProducerTemplate();
  }

  /** Looks whether it has come for one of them; does not wait. */
  void look(List<Lane> lanes) {
    if (lanes.stream().anyMatch(lane -> lane.budget().plan().endOfDay().isPresent()) && busy.compareAndSet(false, true)) {
      thread.execute(() -> {
        lanes.forEach(lane -> tryToOpen(lane.budget()));
        busy.set(false);
      });
    }
  }

  private void tryToOpen(BudgetTable.Lane lane) {
    try {
      open(lane);
    } catch (InterruptedException e) { // it stops; whoever follows asks again
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the end of the day of {} is looked at later: {}", lane.budget(), Faults.nameOf(e));
    }
  }

  private void open(BudgetTable.Lane lane) throws InterruptedException {
    Instant now = clock.instant();
    if (budgets.wantsEndOfDay(lane, now)) {
      OptionalLong left = credits(lane);
      int granted = budgets.openEndOfDay(lane, now, left);
      LOG.info("{} may send {} more messages today; its provider {}", lane.budget(), granted,
          left.isPresent() ? "has credits for " + left.getAsLong() : "did not say how many credits are left");
      doorbell.ring();
    }
  }

  private OptionalLong credits(BudgetTable.Lane lane) throws InterruptedException {
    String route = "check-credits-" + lane.channel() + "-" + lane.provider();
    if (context.getRoute(route) == null) {
      return OptionalLong.empty();
    }
    try {
      Long left = template.to("direct:" + route).asyncRequest(Long.class).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return left == null ? OptionalLong.empty() : OptionalLong.of(left);
    } catch (ExecutionException | TimeoutException | CamelExecutionException e) {
      LOG.warn("{} did not say how many credits are left, our own count decides: {}", lane.budget(), Faults.nameOf(e));
      return OptionalLong.empty();
    }
  }

  void stop() {
    if (thread != null) {
      context.getExecutorServiceManager().shutdownNow(thread);
    }
    if (template != null) {
      template.stop();
    }
  }
}
