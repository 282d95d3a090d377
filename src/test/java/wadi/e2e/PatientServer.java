package wadi.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A neighbour over HTTP: {@code /now} answers at once, {@code /later} when it is told to. It remembers what it was sent. */
final class PatientServer implements AutoCloseable {
  private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> now = new CopyOnWriteArrayList<>();
  private final List<String> later = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch told = new CountDownLatch(1);

  PatientServer() throws IOException {
    server.setExecutor(threads);
    server.createContext("/now", call -> answer(call, now));
    server.createContext("/later", call -> {
      CountDownLatch until = told;
      later.add(body(call));
      try {
        until.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answer(call, new CopyOnWriteArrayList<>());
    });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The bodies it was sent there. */
  List<String> now() {
    return now;
  }

  /** The bodies it was sent there, whether they have been answered or not. */
  List<String> later() {
    return later;
  }

  /** Answers all that wait; who comes then waits again. */
  void answer() {
    CountDownLatch those = told;
    told = new CountDownLatch(1);
    later.clear();
    those.countDown();
  }

  private static String body(HttpExchange call) throws IOException {
    return new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange call, List<String> bodies) throws IOException {
    try (call) {
      bodies.add(body(call));
      call.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    told.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
