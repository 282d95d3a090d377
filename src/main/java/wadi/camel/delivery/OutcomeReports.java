package wadi.camel.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.Outcome;
import wadi.platform.Faults;

/**
 * Hands each outcome that was committed to the route {@code report-delivery}: the delivery as body, the variables
 * {@code outcome} (delivered, submitted, retry, parked or expired), {@code reason} (empty when it was delivered) and {@code perhapsSent}
 * (true when it is sent again although it may have gone out). On a thread of its own, so that whatever that route does,
 * deliveries go on.
 */
final class OutcomeReports {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeReports.class);
  private static final int MOST_WAITING = 10_000;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final CamelContext context;
  private final Endpoint route;
  private final AtomicLong notReported = new AtomicLong();
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
  private Producer producer;
  private ExecutorService thread;

  /** Asks for the endpoint at once, so that a missing route is found before anything starts. */
  OutcomeReports(CamelContext context) {
    this.context = context;
    this.route = context.getEndpoint("direct:report-delivery");
  }

  void start(Object owner, String channel) throws Exception {
    producer = route.createProducer();
    ServiceHelper.startService(producer);
    thread = context.getExecutorServiceManager().newThreadPool(owner, "report-" + channel, new ThreadPoolProfileBuilder("report")
        .poolSize(1).maxPoolSize(1).maxQueueSize(MOST_WAITING).rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build());
  }

  void report(Map<String, Object> delivery, Outcome outcome) {
    try {
      thread.execute(() -> send(delivery, outcome));
    } catch (RejectedExecutionException e) {
      warn("it is too slow, or stopping");
    }
  }

  private void send(Map<String, Object> delivery, Outcome outcome) {
    Exchange exchange = route.createExchange();
    exchange.getMessage().setBody(delivery);
    exchange.setVariable("outcome", word(outcome));
    exchange.setVariable("reason", reason(outcome));
    exchange.setVariable("perhapsSent", outcome instanceof Outcome.RetryLater later && later.perhapsSent());
    try {
      producer.process(exchange);
    } catch (Exception | LinkageError | StackOverflowError e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      warn(Faults.nameOf(exchange.getException()));
    }
  }

  /** One line for many: a broken report concerns every delivery. */
  private void warn(String why) {
    notReported.incrementAndGet();
    long now = System.nanoTime();
    long next = nextWarning.get();
    if (now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET.toNanos())) {
      LOG.warn("report-delivery did not take the outcome of {} deliveries, which is harmless to them; the last: {}", notReported.getAndSet(0), why);
    }
  }

  private static String word(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater) {
      return "retry";
    }
    if (outcome instanceof Outcome.Submitted) {
      return "submitted";
    }
    return outcome instanceof Outcome.Parked ? "parked" : outcome instanceof Outcome.Expired ? "expired" : "delivered";
  }

  private static String reason(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater later) {
      return later.reason();
    }
    return outcome instanceof Outcome.Parked parked ? parked.reason() : "";
  }

  /** Reports what waits, then ends. */
  void stop() {
    context.getExecutorServiceManager().shutdownGraceful(thread);
    ServiceHelper.stopService(producer);
  }
}
