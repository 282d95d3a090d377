package wadi.platform.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import wadi.domain.reload.Outcome;

/** Which generation runs, and how reloads end. The start of the process is none. */
public final class ReloadMeters {
  private static final double MILLIS = 1_000.0;

  private final Meters meters;
  private volatile long generation;
  private volatile boolean successful = true;
  private volatile double successAt;
  private String files = "";
  private Meter info;

  ReloadMeters(Meters meters) {
    this.meters = meters;
    Gauge.builder("runtime_generation", () -> generation).register(meters);
    Gauge.builder("runtime_last_reload_successful", () -> successful ? 1 : 0).register(meters);
    Gauge.builder("runtime_last_reload_success_timestamp_seconds", () -> successAt).register(meters);
  }

  /** A generation runs from now on: the first, that of a reload, or the one before when it was switched back. */
  public synchronized void live(long number, String hash) {
    if (generation == 0) {
      successAt = now();
    }
    generation = number;
    if (!hash.equals(files)) {
      Meter before = info;
      info = Gauge.builder("runtime_config_info", () -> 1).tag("hash", hash).register(meters);
      files = hash;
      if (before != null) {
        meters.forget(before);
      }
    }
  }

  /** A reload has ended, or a generation that was live was switched back. */
  public void ended(Outcome outcome) {
    meters.counter("runtime_reloads_total", "outcome", outcome.word()).increment();
    switch (outcome) {
      case LIVE, UNCHANGED -> {
        successful = true;
        successAt = now();
      }
      case REFUSED, FAILED, ROLLED_BACK, INTERRUPTED -> successful = false;
      case BUSY, UNKNOWN -> { }
    }
  }

  /** One phase of a reload, also of one that ended badly. */
  public void took(String phase, Duration time) {
    meters.timer("runtime_reload_seconds", "phase", phase).record(time);
  }

  private double now() {
    return meters.config().clock().wallTime() / MILLIS;
  }
}
