package wadi.platform.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that spans are lost, and that they no longer are, once in a while instead of each time. */
final class PatientExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(PatientExporter.class);
  private static final Duration QUIET = Duration.ofMinutes(10);
  /** The library says each failure to a log of its own; held here, or it would be forgotten. */
  private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("io.opentelemetry");

  private final SpanExporter collector;
  private final String endpoint;
  private final LongSupplier clock;
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean away;
  private volatile long quietUntil;

  /** @param clock in nanoseconds */
  PatientExporter(SpanExporter collector, String endpoint, LongSupplier clock) {
    this.collector = collector;
    this.endpoint = endpoint;
    this.clock = clock;
    this.quietUntil = clock.getAsLong();
    LIBRARY.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = collector.export(spans);
    result.whenComplete(() -> {
      if (result.isSuccess()) {
        back();
      } else {
        lost(spans.size());
      }
    });
    return result;
  }

  private void lost(int spans) {
    lost.addAndGet(spans);
    long now = clock.getAsLong();
    if (now - quietUntil >= 0) {
      away = true;
      quietUntil = now + QUIET.toNanos();
      LOG.warn("{} spans were lost: the collector at {} cannot be reached or does not take them. Messages are not concerned.", lost.getAndSet(0), endpoint);
    }
  }

  private void back() {
    if (away) {
      away = false;
      LOG.info("The collector at {} takes spans again; {} more were lost.", endpoint, lost.getAndSet(0));
    }
  }

  @Override
  public CompletableResultCode flush() {
    return collector.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return collector.shutdown();
  }
}
