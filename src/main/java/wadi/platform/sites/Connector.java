package wadi.platform.sites;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Connects to the first address of a host that answers. IPv4 and IPv6 take turns, and one that is not the last has a share of the time, so that a
 * family that leads nowhere does not take it all (RFC 8305, one after the other).
 */
final class Connector {
  private static final int MOST = 6;
  private static final long LONGEST_SHARE = 2_000_000_000L;

  private Connector() {}

  /** @throws IOException of the last address that was tried */
  static Socket connect(List<InetAddress> addresses, int port, Deadline deadline) throws IOException {
    List<InetAddress> order = inTurn(addresses);
    IOException last = new SocketException("no address");
    for (int i = 0; i < order.size(); i++) {
      int left = deadline.millis();
      int share = i == order.size() - 1 ? left : (int) Math.max(1, Math.min(LONGEST_SHARE / 1_000_000, left / (order.size() - i)));
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(order.get(i), port), share);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  static List<InetAddress> inTurn(List<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      return addresses;
    }
    int first = addresses.get(0).getAddress().length;
    List<InetAddress> one = addresses.stream().filter(address -> address.getAddress().length == first).toList();
    List<InetAddress> other = addresses.stream().filter(address -> address.getAddress().length != first).toList();
    List<InetAddress> order = new ArrayList<>();
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int turn = i;
      Stream.of(one, other).filter(family -> turn < family.size()).forEach(family -> order.add(family.get(turn)));
    }
    return order.subList(0, Math.min(MOST, order.size()));
  }
}
