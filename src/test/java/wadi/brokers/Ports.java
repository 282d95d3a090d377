package wadi.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback for servers that tests start, each given once. */
public final class Ports {
  /** Below what the system gives to outgoing connections: nobody takes the port while its server is down. Each JVM of the build has its own. */
  private static final int EACH = 7_000;
  private static final int FIRST = 10_000 + EACH * ((Integer.getInteger("tests.fork", 1) - 1) % 3);
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** One that nobody listens on now. */
  public static int free() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST + EACH);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        // somebody has it
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " on");
  }
}
