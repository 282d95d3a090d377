package wadi.platform.sites;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS with one server: always the whole handshake, as a session taken up again would show no certificate. */
final class Handshake {
  private final SeenChain seen;

  Handshake(X509ExtendedTrustManager trusted) {
    this.seen = new SeenChain(trusted);
  }

  /**
   * Makes a connection secure, for a server that can prove to be this host.
   *
   * @throws IOException when it cannot, or speaks no TLS
   */
  SSLSocket over(Socket socket, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {seen}, null);
      SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  /** When the first certificate that was shown expires, trusted or not. */
  Optional<Instant> expires() {
    return seen.expires();
  }
}
