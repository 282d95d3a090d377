package wadi.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;

/** Tells programs of this machine from all others: what they send has come over no network and through no proxy. */
public final class LocalClient {
  /** Fields a reverse proxy adds: then the peer is the proxy, and the client may be anywhere. */
  private static final List<String> PROXIED = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private final Function<HttpServerRequest, String> peer;

  /** @param peer says the address a request comes from */
  public LocalClient(Function<HttpServerRequest, String> peer) {
    this.peer = peer;
  }

  /** Whether one of them sent this, to a name of this machine: pages on the web may give theirs to its address (DNS rebinding). */
  public boolean sent(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    return asked != null && HostCheck.isLoopback(asked.host()) && isNear(request);
  }

  /** The same whatever name was asked for. */
  public boolean isNear(HttpServerRequest request) {
    return isLoopback(peer.apply(request)) && PROXIED.stream().noneMatch(request.headers()::contains);
  }

  /** @param address numeric, so that no name is looked up */
  public static boolean isLoopback(String address) {
    try {
      return address.matches("[0-9a-fA-F:.%]+") && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
