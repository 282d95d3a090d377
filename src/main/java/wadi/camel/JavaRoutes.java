package wadi.camel;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import wadi.camel.delivery.ReleaseChannels;
import wadi.camel.outbox.RelayOutbox;
import wadi.camel.sites.ReleaseSites;
import wadi.platform.Settings;

/** The routes in Java DSL: those where a hasty edit could lose or duplicate something. */
public final class JavaRoutes {
  private JavaRoutes() {}

  /**
   * New ones with each call, because a builder serves one context.
   *
   * @param settings say which routes there are; what a route does stands in its placeholders
   */
  public static List<RouteBuilder> all(Settings settings) {
    return List.of(new RelayOutbox(), new ReleaseChannels(settings), new ReleaseSites());
  }
}
