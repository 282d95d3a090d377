package wadi.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.StartupException;

/** Takes renewed certificates without a restart: connections under way keep theirs, new ones get the new one. */
final class TlsRenewal {
  static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final Vertx vertx;
  private final TlsFiles files;
  private String taken;
  private String refused = "";

  private TlsRenewal(Vertx vertx, TlsFiles files, String taken) {
    this.vertx = vertx;
    this.files = files;
    this.taken = taken;
  }

  /**
   * Looks for new files from now on.
   *
   * @param taken the stamp of those the server began with
   */
  static void begin(Vertx vertx, HttpServer server, TlsFiles files, String taken, long millis) {
    TlsRenewal renewal = new TlsRenewal(vertx, files, taken);
    vertx.setPeriodic(millis, timer -> vertx.executeBlocking(() -> {
      renewal.look(server);
      return null;
    }));
  }

  /** Files that do not go together are perhaps half written: it says so once, and looks again. */
  private synchronized void look(HttpServer server) {
    String now = files.stamp();
    if (now.equals(taken)) {
      return;
    }
    try {
      PemKeyCertOptions options = files.read(vertx);
      server.updateSSLOptions(new SSLOptions().setKeyCertOptions(options).setEnabledSecureTransportProtocols(VERSIONS))
          .toCompletionStage().toCompletableFuture().join();
      taken = now;
      LOG.info("{} was renewed; new connections get it", files.certificate());
    } catch (StartupException e) {
      if (!now.equals(refused)) {
        LOG.warn("the certificate before stays: {}", e.getMessage());
      }
      refused = now;
    }
  }
}
