package wadi.platform.http;

import io.vertx.core.Vertx;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.StartupException;

/** Takes renewed certificates without a restart: connections under way keep theirs, new ones get the new one. */
final class TlsRenewal {
  static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);

  private final Vertx vertx;
  private final RenewableKey key;
  private final TlsFiles files;
  private String taken;
  private String refused = "";

  private TlsRenewal(Vertx vertx, RenewableKey key, TlsFiles files, String taken) {
    this.vertx = vertx;
    this.key = key;
    this.files = files;
    this.taken = taken;
  }

  /**
   * Looks for new files from now on.
   *
   * @param key what the server shows its clients
   * @param taken the stamp of the files it began with
   */
  static void begin(Vertx vertx, RenewableKey key, TlsFiles files, String taken, long millis) {
    TlsRenewal renewal = new TlsRenewal(vertx, key, files, taken);
    vertx.setPeriodic(millis, timer -> vertx.executeBlocking(() -> {
      renewal.look();
      return null;
    }));
  }

  /** Files that do not go together are perhaps half written: it says so once, and looks again. */
  private synchronized void look() {
    String now = files.stamp();
    if (now.equals(taken)) {
      return;
    }
    try {
      key.renew(files.read(vertx));
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
