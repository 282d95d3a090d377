package wadi.platform.broker;

import io.micrometer.core.instrument.Gauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Settings;
import wadi.platform.meters.Meters;

/** Says once when a broker goes away, and once when it is back: the clients' own complaints come each second. */
public final class BrokerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final int SECONDS = 5;

  private final Brokers brokers;
  private final Settings settings;
  private final Meters meters;
  private final Map<String, Boolean> states = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "broker-watch"));

  private BrokerWatch(Brokers brokers, Settings settings, Meters meters) {
    this.brokers = brokers;
    this.settings = settings;
    this.meters = meters;
  }

  /** Looks at once, and every few seconds after that. */
  public static BrokerWatch start(Brokers brokers, Settings settings, Meters meters) {
    BrokerWatch watch = new BrokerWatch(brokers, settings, meters);
    watch.thread.scheduleWithFixedDelay(watch::lookAgain, 0, SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("Whether the brokers can be reached is not known: {}", e.getMessage());
    }
  }

  private void look() {
    brokers.reachable(settings).forEach((broker, up) -> {
      Boolean before = states.put(broker, up);
      if (before == null) {
        Gauge.builder("broker_up", () -> states.get(broker) ? 1 : 0).tag("broker", broker).register(meters);
      }
      if (!up && !Boolean.FALSE.equals(before)) {
        LOG.warn("{} cannot be reached at {}; what is for it waits", broker, Brokers.addresses(settings, broker));
      } else if (up && Boolean.FALSE.equals(before)) {
        LOG.info("{} can be reached again", broker);
      }
    });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
