package wadi.platform.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;
import wadi.platform.postgres.Backlog;
import wadi.platform.postgres.Backlog.Place;

/**
 * The gauges of what waits. One thread looks into the database every five seconds, or more rarely when a look takes
 * long; a scrape costs the database nothing.
 *
 * <p>While the database is away, counts keep their last value and ages go on, so that an alert about them does not end
 * because something worse has happened; {@code backlog_scrape_up} says so. Before the first look they are no number.
 */
public final class BacklogGauges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogGauges.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  /** One part in so many of the time, at most, is spent looking. */
  private static final int SHARE = 20;

  private final Meters meters;
  private final Backlog backlog;
  private final Set<Place> shown = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "backlog"));
  private volatile Map<Place, Reading> readings;
  private volatile double up;

  /** The last look at one place. */
  private record Reading(long count, Duration oldest, long at) {
    private static final Reading NOTHING = new Reading(0, Duration.ZERO, 0);

    double age() {
      return count == 0 ? 0 : oldest.plusNanos(System.nanoTime() - at).toMillis() / 1_000.0;
    }
  }

  private BacklogGauges(Meters meters, Backlog backlog) {
    this.meters = meters;
    this.backlog = backlog;
    Gauge.builder("backlog_scrape_up", () -> up).register(meters);
    meters.onExpect(this::expect);
  }

  /** Begins to look. */
  public static BacklogGauges start(Meters meters, Backlog backlog) {
    BacklogGauges gauges = new BacklogGauges(meters, backlog);
    gauges.thread.execute(gauges::lookAgainAndAgain);
    return gauges;
  }

  /** Looks when it is told to, for tests. */
  static BacklogGauges idle(Meters meters, Backlog backlog) {
    return new BacklogGauges(meters, backlog);
  }

  private void lookAgainAndAgain() {
    long began = System.nanoTime();
    look();
    Duration pause = Duration.ofNanos(System.nanoTime() - began).multipliedBy(SHARE);
    if (!thread.isShutdown()) {
      thread.schedule(this::lookAgainAndAgain, Math.max(EVERY.toMillis(), pause.toMillis()), TimeUnit.MILLISECONDS);
    }
  }

  void look() {
    try {
      List<Backlog.Entry> entries = backlog.read();
      long now = System.nanoTime();
      Map<Place, Reading> found = new HashMap<>();
      entries.forEach(entry -> found.put(entry.place(), new Reading(entry.count(), entry.oldest(), now)));
      readings = found;
      found.keySet().forEach(this::show);
      up = 1;
    } catch (RuntimeException e) {
      if (up == 1) {
        LOG.warn("the backlog cannot be read; its gauges keep their last values: {}", Faults.nameOf(e));
      }
      up = 0;
    }
  }

  private void expect(Map<String, ? extends Collection<String>> values) {
    for (String channel : values.containsKey("channel") ? values.get("channel") : List.<String>of()) {
      MeterList.find("delivery_backlog").label("status").values().forEach(status -> show(new Place("delivery", channel, status)));
    }
    for (String topic : values.containsKey("topic") ? values.get("topic") : List.<String>of()) {
      show(new Place("outbox", topic, ""));
    }
    for (String source : values.containsKey("source") ? values.get("source") : List.<String>of()) {
      show(new Place("dead_letter", source, ""));
    }
  }

  private void show(Place place) {
    if (!shown.add(place)) {
      return;
    }
    switch (place.table()) {
      case "delivery" -> {
        Tags tags = Tags.of("channel", place.name(), "status", place.status());
        gauge("delivery_backlog", tags, place, Reading::count);
        gauge("delivery_oldest_age_seconds", tags, place, Reading::age);
      }
      case "outbox" -> {
        gauge("outbox_backlog", Tags.of("topic", place.name()), place, Reading::count);
        gauge("outbox_oldest_age_seconds", Tags.of("topic", place.name()), place, Reading::age);
      }
      default -> gauge("errors_dead_letters", Tags.of("source", place.name()), place, Reading::count);
    }
  }

  private void gauge(String name, Tags tags, Place place, ToDoubleFunction<Reading> value) {
    Gauge.builder(name, () -> readings == null ? Double.NaN : value.applyAsDouble(readings.getOrDefault(place, Reading.NOTHING)))
        .tags(tags).register(meters);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
