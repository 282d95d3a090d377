package wadi.platform.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.Version;

/**
 * Spans of this process on their way to a collector, over OTLP and HTTP; docs/tracing.md. They wait in a queue of their own: one that is full, and a
 * collector that is away, cost spans and nothing else.
 */
public final class Tracing implements AutoCloseable {
  private static final int MOST_WAITING = 4_096;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LAST_SPANS = Duration.ofSeconds(3);

  private final SdkTracerProvider provider;

  private Tracing(SdkTracerProvider provider) {
    this.provider = provider;
  }

  /**
   * Empty when it is off.
   *
   * @param instance tells this process from others
   * @throws StartupException when a property cannot be used, also when it is off
   */
  public static Optional<Tracing> of(Settings settings, String instance) {
    String endpoint = endpoint(settings.text("tracing.endpoint"));
    double ratio = ratio(settings.text("tracing.sample-ratio"));
    String service = settings.text("tracing.service-name");
    return settings.flag("tracing.enabled") ? Optional.of(started(endpoint, ratio, service, instance)) : Optional.empty();
  }

  private static Tracing started(String endpoint, double ratio, String service, String instance) {
    SpanExporter collector = OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").setCompression("gzip").setConnectTimeout(PATIENCE)
        .setTimeout(PATIENCE).setRetryPolicy(null).build();
    BatchSpanProcessor queue = BatchSpanProcessor.builder(new PatientExporter(collector, endpoint, System::nanoTime)).setMaxQueueSize(MOST_WAITING)
        .setScheduleDelay(EVERY).setExporterTimeout(PATIENCE).build();
    Resource process = Resource.create(Attributes.builder().put("service.name", service).put("service.version", Version.TEXT)
        .put("service.instance.id", instance).build());
    return new Tracing(SdkTracerProvider.builder().setResource(process).setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
        .addSpanProcessor(queue).build());
  }

  private static String endpoint(String value) {
    try {
      URI uri = URI.create(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null) {
        return value.replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // the message below says it
    }
    throw new StartupException("The property tracing.endpoint is \"%s\"; it must be the address of a collector that takes OTLP over HTTP, for example http://localhost:4318."
        .formatted(value));
  }

  private static double ratio(String value) {
    try {
      double ratio = Double.parseDouble(value);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // the message below says it
    }
    throw new StartupException("The property tracing.sample-ratio is \"%s\"; it must be a number from 0 to 1, for example 0.1 for every tenth trace.".formatted(value));
  }

  /** What makes spans. */
  public Tracer tracer() {
    return provider.get("wadi", Version.TEXT);
  }

  /** Sends what waits, for three seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(LAST_SPANS.toMillis(), TimeUnit.MILLISECONDS);
  }
}
