package wadi.platform.meters;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How long requests take, by route, method and status. */
public final class HttpMeters {
  private static final String NAME = "http_server_requests_seconds";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  /** What web servers log for a client that hung up before it had the answer. */
  private static final int HUNG_UP = 499;

  private final Meters meters;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  private record Series(String route, String method, int status) {}

  public HttpMeters(Meters meters) {
    this.meters = meters;
  }

  /** Makes the meter of a path begin at 0. */
  public void expect(String route, String method) {
    timer(route, method, 200);
  }

  /**
   * Counts a request that was answered.
   *
   * @param route path of a route, as the route spells it; empty when no route has the path
   * @param method as it was sent
   * @param began {@link System#nanoTime()} when the request arrived
   */
  public void answered(String route, String method, int status, long began) {
    timer(route.isEmpty() ? MeterLabel.UNKNOWN : route, METHODS.contains(method) ? method : MeterLabel.OTHER, status)
        .record(Duration.ofNanos(System.nanoTime() - began));
  }

  /** Counts a request whose client hung up before it had the answer. */
  public void hungUp(String route, String method, long began) {
    answered(route, method, HUNG_UP, began);
  }

  private Timer timer(String route, String method, int status) {
    return timers.computeIfAbsent(new Series(route, method, status),
        s -> meters.timer(NAME, Tags.of("route", route, "method", method, "status", Integer.toString(status))));
  }
}
