package wadi.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that a test kills and starts again. */
final class Ports {
  /** Below what the system gives to outgoing connections: nobody takes the port while its server is down. */
  private static final int FIRST = 21_000;
  private static final int LAST = 31_000;

  private Ports() {}

  static int free() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // somebody has it
      }
    }
    throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
  }
}
