package wadi.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * While a server listens on loopback, only names of loopback are answered: a page on the web could otherwise give its own
 * name this address and read through somebody's browser (DNS rebinding).
 */
public final class HostCheck implements Handler<RoutingContext> {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final boolean onLoopback;

  /** @param host the address the server listens on */
  public HostCheck(String host) {
    this.onLoopback = isLoopback(host);
  }

  /** Whether this is a name of loopback. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }

  @Override
  public void handle(RoutingContext request) {
    HostAndPort asked = request.request().authority();
    if (onLoopback && (asked == null || !isLoopback(asked.host()))) {
      new Problem(421, "Misdirected Request", "This port answers for localhost only.").send(request.response());
    } else {
      request.next();
    }
  }
}
