package wadi.platform.sites;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Remembers the certificates a server shows, also those that are then not trusted; whom to trust another one says. */
final class SeenChain extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trusted;
  private X509Certificate[] chain = {};

  SeenChain(X509ExtendedTrustManager trusted) {
    this.trusted = trusted;
  }

  /** When the first of them expires; empty when none was shown. */
  Optional<Instant> expires() {
    return Stream.of(chain).map(certificate -> certificate.getNotAfter().toInstant()).min(Instant::compareTo);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) throws CertificateException {
    chain = shown;
    trusted.checkServerTrusted(shown, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) throws CertificateException {
    chain = shown;
    trusted.checkServerTrusted(shown, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type) throws CertificateException {
    throw new CertificateException("without a connection a host name cannot be checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) throws CertificateException {
    throw new CertificateException("nobody is a client of ours");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) throws CertificateException {
    throw new CertificateException("nobody is a client of ours");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type) throws CertificateException {
    throw new CertificateException("nobody is a client of ours");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}
