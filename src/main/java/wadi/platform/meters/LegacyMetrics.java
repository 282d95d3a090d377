package wadi.platform.meters;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import wadi.platform.Settings;
import wadi.platform.http.HostCheck;
import wadi.platform.http.HttpServers;
import wadi.platform.http.Problem;

/** The counters of the original mail service, alone, on a port of their own: where those who scraped it still look. */
public final class LegacyMetrics {
  /** Empty where nobody does. */
  public static final String PORT = "management.legacy-metrics-port";

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  /** Without the ending that counters have in the text. */
  static final Set<String> NAMES = Set.of("mails_sent", "mails_fails", "payload_template", "payload_priority");

  private final Meters meters;

  private LegacyMetrics(Meters meters) {
    this.meters = meters;
  }

  /** Listens where the property says, if it does; the servers close it. */
  public static void listen(HttpServers servers, Settings settings, Meters meters) {
    if (settings.optional(PORT).isPresent()) {
      String host = settings.text("management.host");
      servers.listen(host, settings.port(PORT), PORT, new LegacyMetrics(meters).router(servers.vertx(), host));
    }
  }

  private Router router(Vertx vertx, String host) {
    Router router = Router.router(vertx);
    router.route().handler(new HostCheck(host));
    router.get("/").handler(this::answer);
    router.get("/metrics").handler(this::answer);
    router.errorHandler(404, c -> new Problem(404, "Not Found", "The four counters are at /, all metrics on the management port.").send(c.response()));
    return router;
  }

  private void answer(RoutingContext request) {
    request.response().putHeader("Content-Type", CONTENT_TYPE).end(meters.scrape(CONTENT_TYPE, NAMES));
  }
}
