package wadi.camel.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.SendFailure;
import wadi.platform.Doorbell;
import wadi.platform.Faults;
import wadi.platform.ProviderStates;
import wadi.platform.postgres.BudgetTable.Share;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.tracing.TraceContext;

/**
 * Claims what is due as soon as it is promised, and looks again each second. The first provider takes what it may; while it is out,
 * over its budget or hangs, the next takes over. A permit is held from the claim until the outcome is committed, so a crash repeats at
 * most the {@code concurrency} of each provider.
 */
final class DeliveryConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LAST_SENDS = Duration.ofSeconds(10);

  private final DeliveryEndpoint endpoint;
  private final DeliveryTable table;
  private final Doorbell doorbell;
  private final SendFailures failures;
  private final Clock clock;
  private final ProviderStates states;
  private final List<Lane> lanes;
  private final OutcomeReports reports;
  private final EndOfDay endOfDay;
  private final Set<Long> sending = ConcurrentHashMap.newKeySet();
  private ExecutorService claimer;
  private ExecutorService senders;
  private long nextTidy;
  private volatile boolean running;

  DeliveryConsumer(DeliveryEndpoint endpoint, Processor processor, DeliveryComponent.Parts parts) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.table = parts.table();
    this.doorbell = parts.doorbells().of(DeliveryTable.bell(endpoint.channel()));
    this.failures = new SendFailures(endpoint.channel(), endpoint.retries(), parts.clock());
    this.clock = parts.clock();
    this.states = parts.states();
    this.lanes = endpoint.lanes();
    this.reports = new OutcomeReports(endpoint.getCamelContext());
    this.endOfDay = new EndOfDay(endpoint.getCamelContext(), table == null ? null : table.budgets(), clock, doorbell);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    running = true;
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    senders = executors.newFixedThreadPool(this, "send-" + endpoint.channel(), lanes.stream().mapToInt(Lane::concurrency).sum());
    reports.start(this, endpoint.channel());
    endOfDay.start(this, endpoint.channel());
    lanes.forEach(lane -> states.begin(state(lane)));
    claimer = executors.newSingleThreadExecutor(this, "claim-" + endpoint.channel());
    claimer.execute(this::claimWhileRunning);
  }

  @Override
  protected void doStop() throws Exception {
    running = false;
    if (claimer == null) {
      super.doStop();
      return; // it never started
    }
    doorbell.ring();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    executors.shutdownGraceful(claimer);
    executors.shutdownGraceful(senders);
    for (Lane lane : lanes) {
      if (!lane.awaitIdle(LAST_SENDS)) {
        table.abandon(sending); // a send that does not return must not hold its message for ever
      }
    }
    lanes.forEach(lane -> states.end(lane.budget()));
    endOfDay.stop();
    reports.stop();
    super.doStop();
  }

  private void claimWhileRunning() {
    while (running) {
      try {
        long heard = doorbell.rings();
        if (!claim()) {
          doorbell.await(heard, lanes.stream().map(lane -> lane.circuit().atMost(LOOK_AGAIN)).min(Duration::compareTo).orElse(LOOK_AGAIN));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("{} cannot be claimed from now: {}", endpoint.getEndpointKey(), Faults.nameOf(e));
        rest();
      }
    }
  }

  /** Claims for each provider in its order, as far as those before it cannot; false when there was nothing to claim. */
  private boolean claim() {
    if (System.nanoTime() - nextTidy >= 0) {
      nextTidy = System.nanoTime() + LOOK_AGAIN.toNanos();
      table.tidy(endpoint.channel());
      endOfDay.look(lanes);
    }
    boolean any = false;
    Share share = Share.ALL;
    for (Lane lane : lanes) {
      int free = lane.takePermits();
      List<Delivery> due = List.of();
      int most = 0;
      try {
        most = lane.circuit().most(free, lane.concurrency());
        if (most > 0 && lane.circuit().isOpen()) {
          table.tidy(endpoint.channel()); // what failed with it is due again too: the most urgent of all tries
        }
        due = most == 0 ? due : table.claim(lane.budget(), lanes.size() > 1 ? lane.limit(share) : share, most, Duration.ofMillis(endpoint.getLease()));
      } finally {
        lane.giveBack(free - due.size());
      }
      begin(lane, due);
      any |= !due.isEmpty();
      if (!lane.circuit().isOpen() && !lane.isStuck()) {
        boolean isBusy = due.size() == most || share == Share.ITS_OWN;
        share = isBusy ? Share.ITS_OWN : Share.LEFT_OVER;
      }
    }
    return any;
  }

  private void begin(Lane lane, List<Delivery> due) {
    if (!due.isEmpty()) {
      lane.began();
    }
    for (Delivery delivery : due) {
      sending.add(delivery.id());
      try {
        senders.execute(() -> send(lane, delivery));
      } catch (RejectedExecutionException e) { // it stops
        leave(lane, delivery);
      }
    }
  }

  /** Another try may follow when its lease is over. */
  private void leave(Lane lane, Delivery delivery) {
    table.abandon(List.of(delivery.id()));
    sending.remove(delivery.id());
    lane.finished();
  }

  private void send(Lane lane, Delivery delivery) {
    if (delivery.isExpired(clock.instant())) {
      write(lane, delivery, new Outcome.Expired());
      return;
    }
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(body(lane, delivery));
    delivery.traceparent().ifPresent(parent -> exchange.getMessage().setHeader(TraceContext.PARENT, parent));
    try {
      getProcessor().process(exchange);
    } catch (Exception | LinkageError | StackOverflowError e) {
      exchange.setException(e);
    }
    Outcome outcome = outcome(lane, delivery, exchange);
    releaseExchange(exchange, true);
    write(lane, delivery, outcome);
  }

  private Outcome outcome(Lane lane, Delivery delivery, Exchange exchange) {
    Exception thrown = exchange.getException();
    boolean wasOpen = lane.circuit().isOpen();
    SendFailure failure = thrown == null ? null : SendFailures.failure(thrown, clock.instant());
    Outcome outcome = lane.circuit().after(thrown, failure, failure == null ? ProviderAnswer.outcome(exchange) : failures.outcome(failure, delivery));
    if (wasOpen || lane.circuit().isOpen()) {
      states.change(state(lane));
    }
    boolean others = delivery.limits().only().isEmpty() && lanes.stream().anyMatch(other -> !other.circuit().isOpen());
    return outcome instanceof Outcome.RetryLater later && !later.perhapsSent() && lane.circuit().isOpen() && others
        ? new Outcome.RetryLater(later.reason(), clock.instant()) : outcome;
  }

  private ProviderStates.State state(Lane lane) {
    Optional<Circuit.Pause> pause = lane.circuit().pause();
    return new ProviderStates.State(lane.budget(), lanes.indexOf(lane), pause.map(Circuit.Pause::until), pause.map(Circuit.Pause::reason).orElse(""));
  }

  /** Until it is written the permit stays taken: what is sent and not written could be sent again after a crash. */
  private void write(Lane lane, Delivery delivery, Outcome outcome) {
    table.finish(delivery.id(), outcome).whenComplete((done, e) -> {
      if (e == null) {
        reports.report(body(lane, delivery), outcome);
      }
      if (e == null) {
        sending.remove(delivery.id());
        lane.finished();
        doorbell.ring();
      } else if (!running) {
        leave(lane, delivery);
      } else {
        LOG.warn("the outcome of delivery {} is written later: {}", delivery.id(), Faults.nameOf(e));
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS).execute(() -> write(lane, delivery, outcome));
      }
    });
  }

  private static Map<String, Object> body(Lane lane, Delivery delivery) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", delivery.id());
    body.put("channel", delivery.channel());
    body.put("source", delivery.source());
    body.put("sourceId", delivery.sourceId());
    body.put("recipient", delivery.recipient());
    body.put("urgency", delivery.urgency());
    body.put("attempts", delivery.attempts());
    body.put("provider", lane.provider());
    delivery.limits().expiresAt().ifPresent(at -> body.put("expiresAt", at.toString()));
    body.put("payload", delivery.payload());
    return body;
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }
}
