package wadi.platform.ops;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.http.Credentials;
import wadi.platform.http.HostCheck;
import wadi.platform.http.LocalClient;
import wadi.platform.http.Problem;
import wadi.platform.http.TrustedProxies;

/**
 * Who may look and who may change: to look is free for programs of this machine while the port is on loopback, everything
 * else needs the token (RFC 6750). Pages of other origins may do neither.
 */
final class Gate implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String PEER = "wadi.peer";

  private final OperationsToken token;
  private final boolean onLoopback;
  private final TrustedProxies proxies;
  private final LocalClient local;
  private final Function<HttpServerRequest, String> peer;

  /**
   * @param host the address the port listens on
   * @param proxies whose word about the client counts
   */
  Gate(OperationsToken token, String host, TrustedProxies proxies) {
    this(token, host, proxies, proxies::peer);
  }

  Gate(OperationsToken token, String host, TrustedProxies proxies, Function<HttpServerRequest, String> peer) {
    this.token = token;
    this.onLoopback = HostCheck.isLoopback(host);
    this.proxies = proxies;
    this.peer = peer;
    this.local = new LocalClient(peer);
  }

  /** The address of the client whose request it has let through. */
  static String peerOf(RoutingContext context) {
    return context.get(PEER);
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    context.put(PEER, peer.apply(request));
    context.response().putHeader("Cache-Control", "no-store").putHeader("X-Content-Type-Options", "nosniff");
    String authorization = request.getHeader("Authorization");
    if (isFromAnotherOrigin(request)) {
      new Problem(403, "Forbidden", "A page of another origin may not do this.").send(context.response());
    } else if (authorization == null ? isFree(request) : isRight(authorization)) {
      context.next();
    } else {
      refuse(context, authorization != null);
    }
  }

  private boolean isFree(HttpServerRequest request) {
    return (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
        && onLoopback && local.isNear(request);
  }

  private boolean isRight(String authorization) {
    return Credentials.bearer(authorization).filter(token::is).isPresent();
  }

  /** Browsers name the origin of a page; programs do not. */
  private boolean isFromAnotherOrigin(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    return "cross-site".equals(site) || "same-site".equals(site)
        || origin != null && !origin.equalsIgnoreCase(proxies.origin(request));
  }

  private void refuse(RoutingContext context, boolean wrong) {
    HttpServerRequest request = context.request();
    LOG.warn("{} {} from {} was refused: {} token", request.method(), context.normalizedPath().replaceAll("[^\\w/.-]", "?"),
        peer.apply(request), wrong ? "wrong" : "no");
    context.response().putHeader("WWW-Authenticate", "Bearer realm=\"wadi\"" + (wrong ? ", error=\"invalid_token\"" : ""));
    new Problem(401, "Unauthorized", (wrong ? "The token is wrong." : "This needs the header Authorization: Bearer TOKEN.")
        + " ./wadi status --token, run where Wadi runs, prints the token.").send(context.response());
  }
}
