package wadi.platform.http;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import wadi.platform.StartupException;

/** The HTTP servers of this process. Requests that are no HTTP get a problem too. */
public final class HttpServers implements AutoCloseable {
  private static final int IDLE_SECONDS = 75;
  /** Bytes of one field of a form: a long SMS in letters that take nine each. */
  private static final int MOST_OF_A_FIELD = 64 << 10;
  /** How often it is seen whether the files of TLS were renewed. */
  private static final long LOOK_MILLIS = 2_000;

  private final Vertx vertx;

  /**
   * @param workers requests worked on at the same time
   */
  public HttpServers(int workers) {
    vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(workers)
        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
  }

  public Vertx vertx() {
    return vertx;
  }

  /**
   * Listens; returns when requests are taken.
   *
   * @param property what the port is called in application.properties, for the message when it is in use
   */
  public void listen(String host, int port, String property, Handler<HttpServerRequest> handler) {
    listen(host, port, property, Optional.empty(), handler);
  }

  /** The same over TLS, when there are files for it. */
  public void listen(String host, int port, String property, Optional<TlsFiles> tls, Handler<HttpServerRequest> handler) {
    HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxFormAttributeSize(MOST_OF_A_FIELD)
        .setHandle100ContinueAutomatically(true).setHttp2ClearTextEnabled(false);
    String stamp = tls.map(TlsFiles::stamp).orElse("");
    Optional<RenewableKey> key = tls.map(files -> new RenewableKey(files.read(vertx)));
    key.ifPresent(shown -> options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(shown)).setEnabledSecureTransportProtocols(TlsRenewal.VERSIONS));
    HttpServer server = vertx.createHttpServer(options).requestHandler(handler).invalidRequestHandler(HttpServers::refuse);
    await(server, host, port, property);
    tls.ifPresent(files -> TlsRenewal.begin(vertx, key.orElseThrow(), files, stamp, LOOK_MILLIS));
  }

  private static void await(HttpServer server, String host, int port, String property) {
    try {
      server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartupException("Cannot listen on %s:%d (property %s): %s".formatted(host, port, property, cause.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("The start was interrupted.", e);
    }
  }

  private static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof TooLongFrameException && message.startsWith("An HTTP line")) {
      new Problem(414, "URI Too Long", "The request line is too long.").send(request.response());
    } else if (cause instanceof TooLongFrameException) {
      new Problem(431, "Request Header Fields Too Large", "The header fields are too many or too long.").send(request.response());
    } else {
      new Problem(400, "Bad Request", "This is not an HTTP request.").send(request.response());
    }
    request.connection().close();
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the HTTP servers did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
