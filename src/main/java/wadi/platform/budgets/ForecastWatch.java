package wadi.platform.budgets;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.ForecastState;
import wadi.platform.Faults;
import wadi.platform.meters.ShownGauges;
import wadi.platform.meters.ShownGauges.Series;
import wadi.platform.meters.Meters;
import wadi.platform.postgres.BudgetTable.Lane;
import wadi.platform.postgres.ForecastTable;

/** Looks every few seconds whether the day carries what waits, in one process for all, and has people told when that changes. */
public final class ForecastWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForecastWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  /** Each process comes by this often; who comes a little later than another finds the work done. */
  private static final Duration DONE = EVERY.minusSeconds(1);
  private static final double MILLIS = 1_000.0;

  private final Outlooks outlooks;
  private final ForecastTable table;
  private final ForecastNotices notices;
  private final ShownGauges gauges;
  private final Duration pause;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "forecast"));
  private boolean well = true;

  private ForecastWatch(Outlooks outlooks, ForecastTable table, ForecastNotices notices, Meters meters, Duration pause) {
    this.outlooks = outlooks;
    this.table = table;
    this.notices = notices;
    this.gauges = new ShownGauges(meters);
    this.pause = pause;
  }

  /** Looks once, and then again and again. */
  public static ForecastWatch start(Outlooks outlooks, ForecastTable table, ForecastNotices notices, Meters meters) {
    ForecastWatch watch = new ForecastWatch(outlooks, table, notices, meters, DONE);
    watch.look();
    watch.thread.scheduleWithFixedDelay(watch::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Looks when it is told to, for tests. */
  static ForecastWatch idle(Outlooks outlooks, ForecastTable table, ForecastNotices notices, Meters meters) {
    return new ForecastWatch(outlooks, table, notices, meters, Duration.ZERO);
  }

  void look() {
    try {
      Setup setup = outlooks.setup();
      setup.channels().forEach(way -> table.look(way.channel(), pause, outlooks.now(), known -> find(setup, way, known)));
      show(setup);
      well = true;
    } catch (RuntimeException e) {
      if (well) {
        LOG.warn("the forecast is made later: {}", Faults.nameOf(e));
      }
      well = false;
    }
  }

  private ForecastTable.Found find(Setup setup, Setup.Way way, ForecastState known) {
    Outlook outlook = outlooks.of(way);
    ForecastState state = known.see(outlook.forecast().isShort(), outlook.at());
    if (state.isDue(outlook.at())) {
      notices.send(setup, outlook);
      state = state.afterTelling();
    }
    return new ForecastTable.Found(outlook.forecast(), outlook.forecast().ends(way.lanes().size()), outlook.forecast().inWords(way.channel()), state);
  }

  private void show(Setup setup) {
    Map<Series, DoubleSupplier> values = new LinkedHashMap<>();
    List<ForecastTable.Known> known = table.known();
    for (Setup.Way way : setup.channels()) {
      for (Lane lane : way.lanes()) {
        outlooks.windows(lane).forEach(window -> {
          Tags labels = Tags.of("channel", way.channel(), "provider", lane.provider(), "window", window.unit());
          values.put(new Series("delivery_budget_limit", labels), window::limit);
          values.put(new Series("delivery_budget_used", labels), window::used);
        });
        outlooks.state(lane).ifPresent(state -> values.put(new Series("delivery_provider_up", Tags.of("channel", way.channel(), "provider", lane.provider())),
            () -> outlooks.state(lane).flatMap(now -> now.heldUntil()).isPresent() ? 0 : 1));
      }
      known.stream().filter(found -> found.channel().equals(way.channel())).forEach(found -> {
        values.put(new Series("delivery_forecast_late", Tags.of("channel", way.channel())), found::late);
        values.put(new Series("delivery_forecast_seconds", Tags.of("channel", way.channel())),
            () -> found.ends().map(this::secondsUntil).orElse(Double.POSITIVE_INFINITY));
      });
    }
    gauges.show(values);
  }

  private double secondsUntil(Instant end) {
    return Math.max(0, Duration.between(outlooks.now(), end).toMillis() / MILLIS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
