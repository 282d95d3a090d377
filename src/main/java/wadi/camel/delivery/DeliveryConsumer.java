package wadi.camel.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.platform.Doorbell;
import wadi.platform.Faults;
import wadi.platform.postgres.DeliveryTable;

/**
 * Claims what is due as soon as it is promised, and looks again each second. A permit is held from the claim until the
 * outcome is committed, so a crash repeats at most {@code concurrency} sends.
 */
final class DeliveryConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryConsumer.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  /** The variable in which a route that sends leaves the provider's own name for the message. */
  private static final String PROVIDER_ID = "providerId";

  private final DeliveryEndpoint endpoint;
  private final DeliveryTable table;
  private final Doorbell doorbell;
  private final SendFailures failures;
  private final Budget budget;
  private final Semaphore permits;
  private final OutcomeReports reports;
  private final ProviderPause pause;
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
    this.failures = new SendFailures(endpoint.channel(), parts.retries(), parts.clock());
    this.budget = endpoint.parsedBudget();
    this.permits = new Semaphore(endpoint.getConcurrency());
    this.reports = new OutcomeReports(endpoint.getCamelContext());
    this.pause = new ProviderPause(parts.clock());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    running = true;
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    senders = executors.newFixedThreadPool(this, "send-" + endpoint.channel(), endpoint.getConcurrency());
    reports.start(this, endpoint.channel());
    claimer = executors.newSingleThreadExecutor(this, "claim-" + endpoint.channel());
    claimer.execute(this::claimWhileRunning);
  }

  @Override
  protected void doStop() throws Exception {
    running = false;
    doorbell.ring();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    executors.shutdownGraceful(claimer);
    executors.shutdownGraceful(senders);
    if (!permits.tryAcquire(endpoint.getConcurrency(), 10, TimeUnit.SECONDS)) {
      table.abandon(sending); // a send that does not return must not hold its message for ever
    }
    reports.stop();
    super.doStop();
  }

  private void claimWhileRunning() {
    while (running) {
      try {
        long heard = doorbell.rings();
        if (!claim()) {
          doorbell.await(heard, pause.atMost(LOOK_AGAIN));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("{} cannot be claimed from now: {}", endpoint.getEndpointKey(), Faults.nameOf(e));
        rest();
      }
    }
  }

  /** Waits for a free permit, then claims as many as there are; false when nothing is due, or the provider is not there. */
  private boolean claim() throws InterruptedException {
    if (System.nanoTime() - nextTidy >= 0) {
      nextTidy = System.nanoTime() + LOOK_AGAIN.toNanos();
      table.tidy(endpoint.channel());
    }
    if (!permits.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    int free = 1 + permits.drainPermits();
    List<Delivery> due = List.of();
    try {
      int most = pause.most(free, endpoint.getConcurrency());
      if (most > 0 && pause.isOn()) {
        table.tidy(endpoint.channel()); // what failed with it is due again too: the most urgent of all tries
      }
      due = most == 0 ? due : table.claim(endpoint.channel(), endpoint.getProvider(), most, Duration.ofMillis(endpoint.getLease()), budget);
    } finally {
      permits.release(free - due.size());
    }
    due.forEach(delivery -> {
      sending.add(delivery.id());
      senders.execute(() -> send(delivery));
    });
    return !due.isEmpty();
  }

  private void send(Delivery delivery) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(body(delivery));
    try {
      getProcessor().process(exchange);
    } catch (Exception | LinkageError | StackOverflowError e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    Outcome outcome = pause.after(failure, failure == null ? delivered(exchange) : failures.outcome(failure, delivery));
    releaseExchange(exchange, true);
    write(delivery, outcome);
  }

  private static Outcome delivered(Exchange exchange) {
    return new Outcome.Delivered(Optional.ofNullable(exchange.getVariable(PROVIDER_ID, String.class)).filter(id -> !id.isBlank()));
  }

  /** Until it is written the permit stays taken: what is sent and not written could be sent again after a crash. */
  private void write(Delivery delivery, Outcome outcome) {
    table.finish(delivery.id(), outcome).whenComplete((done, e) -> {
      if (e == null) {
        reports.report(body(delivery), outcome);
      }
      if (e == null || !running) {
        sending.remove(delivery.id());
        permits.release();
      } else {
        LOG.warn("the outcome of delivery {} is written later: {}", delivery.id(), Faults.nameOf(e));
        CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS).execute(() -> write(delivery, outcome));
      }
    });
  }

  private static Map<String, Object> body(Delivery delivery) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", delivery.id());
    body.put("channel", delivery.channel());
    body.put("source", delivery.source());
    body.put("sourceId", delivery.sourceId());
    body.put("recipient", delivery.recipient());
    body.put("urgency", delivery.urgency());
    body.put("attempts", delivery.attempts());
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
