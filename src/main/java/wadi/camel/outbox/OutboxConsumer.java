package wadi.camel.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Doorbell;
import wadi.platform.Faults;
import wadi.platform.postgres.OutboxTable;

/** Relays what waits as soon as it is committed; looks again each second; pauses, growing to 8 s, while that fails. */
final class OutboxConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final OutboxEndpoint endpoint;
  private final OutboxTable table;
  private final Doorbell doorbell;
  private ExecutorService thread;
  private volatile boolean running;

  OutboxConsumer(OutboxEndpoint endpoint, Processor processor, OutboxTable table, Doorbell doorbell) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.table = table;
    this.doorbell = doorbell;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    running = true;
    thread = endpoint.getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, endpoint.getEndpointUri());
    thread.execute(this::relay);
  }

  @Override
  protected void doStop() throws Exception {
    running = false;
    doorbell.ring();
    if (thread != null) { // of one that never started there is none
      endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(thread);
    }
    super.doStop();
  }

  private void relay() {
    Duration pause = Duration.ZERO;
    while (running) {
      try {
        long heard = doorbell.rings();
        if (table.relay(endpoint.topic(), endpoint.getBatch(), this::publish) == 0) {
          doorbell.await(heard, LOOK_AGAIN);
        }
        pause = Duration.ZERO;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        pause = longer(pause);
        LOG.warn("{} waits {} s: {}", endpoint.getEndpointKey(), pause.toSeconds(), Faults.nameOf(e));
        rest(pause);
      }
    }
  }

  private void publish(List<OutboxTable.Message> messages) {
    Exchange exchange = createExchange(true);
    exchange.getMessage().setBody(messages);
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    releaseExchange(exchange, true);
    if (failure != null) {
      throw RuntimeCamelException.wrapRuntimeCamelException(failure);
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private void rest(Duration pause) {
    try {
      long end = System.nanoTime() + pause.toNanos();
      while (running && System.nanoTime() < end) {
        doorbell.await(doorbell.rings(), Duration.ofMillis(200));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
