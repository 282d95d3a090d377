package wadi.cli.send;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Requests over a few connections that are kept. */
public final class HttpOutlet implements Outlet {
  private static final int CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
  private final URI address;
  private final Set<Integer> taken;
  private final Optional<String> key;

  /**
   * Sends to this address.
   *
   * @param taken the statuses that say it was taken
   * @param key an API key; empty where none is asked for
   */
  public HttpOutlet(URI address, Set<Integer> taken, Optional<String> key) {
    this.address = address;
    this.taken = taken;
    this.key = key;
  }

  @Override
  public CompletableFuture<Result> send(Outgoing message) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE).header("Content-Type", "application/json")
        .header("Idempotency-Key", message.identity()).POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
    key.ifPresent(word -> request.header("Authorization", "Bearer " + word));
    return http.sendAsync(request.build(), BodyHandlers.discarding()).handle((answer, failure) -> {
      if (failure != null) {
        return Result.failed(ConnectionLost.words(failure));
      }
      String status = "status " + answer.statusCode();
      return taken.contains(answer.statusCode()) ? Result.confirmed(status) : Result.refused(status);
    });
  }

  @Override
  public int window() {
    return CONNECTIONS;
  }

  @Override
  public String destination() {
    return address.toString();
  }

  @Override
  public void close() {}
}
