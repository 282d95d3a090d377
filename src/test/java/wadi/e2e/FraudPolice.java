package wadi.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A fraud check service as the original fraud_police answers, or one that does not, or passes on what it is asked. */
final class FraudPolice implements AutoCloseable {
  static final String PATH = "/service/fraudpolice/api/v1/transaction/";

  private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile String answer = "";

  FraudPolice() throws IOException {
    server.setExecutor(threads);
    server.createContext(PATH, this::check);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** What it was sent. */
  List<String> asked() {
    return asked;
  }

  /** From now on it answers this JSON; or, for an address, what is answered there; or, for an empty text, nothing. */
  void answers(String answer) {
    this.answer = answer;
  }

  private void check(HttpExchange call) throws IOException {
    try (call) {
      String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(body);
      if (answer.isEmpty()) {
        end.await();
      }
      byte[] reply = (answer.startsWith("http") ? passOn(body) : answer).getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(200, reply.length);
      call.getResponseBody().write(reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String passOn(String body) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(answer)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
