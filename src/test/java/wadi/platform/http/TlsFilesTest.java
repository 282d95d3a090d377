package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Certificate;
import wadi.platform.Settings;
import wadi.platform.StartupException;

class TlsFilesTest {
  private final Vertx vertx = Vertx.vertx();

  @TempDir
  private Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    certificate = Files.writeString(folder.resolve("tls.crt"), Certificate.get().certificate());
    key = Files.writeString(folder.resolve("tls.key"), Certificate.get().key());
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void a_certificate_and_its_key_are_read() {
    X509ExtendedKeyManager read = new TlsFiles(certificate, key).read(vertx);
    assertThat(read.getCertificateChain(read.chooseServerAlias("EC", null, null))[0].getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
  }

  @Test
  void what_cannot_be_used_is_named_with_its_property_and_never_quoted() throws IOException {
    refuses(folder.resolve("none.crt"), key, "http.tls.certificate", "no such file");
    refuses(certificate, folder.resolve("none.key"), "http.tls.key", "no such file");
    refuses(key, certificate, "http.tls.certificate", "no certificate in PEM");
    refuses(certificate, certificate, "http.tls.key", "no private key in PEM");
    refuses(certificate, Files.writeString(folder.resolve("other.key"), Certificate.named("other").key()), "http.tls.key", "not the key of the certificate");
    refuses(certificate, Files.writeString(folder.resolve("secret.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n"),
        "http.tls.key", "has a password");
    refuses(Files.writeString(folder.resolve("bad.crt"), "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n"), key, "http.tls.certificate", "cannot be read");
  }

  private void refuses(Path certificate, Path key, String property, String why) {
    assertThatThrownBy(() -> new TlsFiles(certificate, key).read(vertx)).isInstanceOf(StartupException.class).hasMessageContaining(property).hasMessageContaining(why)
        .hasMessageNotContaining(Certificate.get().key().substring(30, 60));
  }

  @Test
  void nobody_who_connects_while_it_is_renewed_is_dropped() throws Exception {
    TlsFiles first = new TlsFiles(certificate, key);
    Certificate other = Certificate.named("renewed");
    TlsFiles second = new TlsFiles(Files.writeString(folder.resolve("renewed.crt"), other.certificate()), Files.writeString(folder.resolve("renewed.key"), other.key()));
    RenewableKey shown = new RenewableKey(first.read(vertx));
    HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(shown)))
        .requestHandler(request -> request.response().end());
    int port = server.listen(0).toCompletionStage().toCompletableFuture().get().actualPort();
    CompletableFuture<Void> renewing = CompletableFuture.runAsync(() -> {
      for (int i = 0; i < 50; i++) {
        shown.renew((i % 2 == 0 ? second : first).read(vertx));
      }
    });
    Set<String> seen = new TreeSet<>();
    while (!renewing.isDone() || seen.size() < 2) {
      try (SSLSocket socket = (SSLSocket) trusting(Certificate.get(), other).getSocketFactory().createSocket("127.0.0.1", port)) {
        socket.startHandshake();
        seen.add(socket.getSession().getPeerPrincipal().getName());
      }
      if (renewing.isDone()) {
        shown.renew((seen.contains("CN=renewed") ? first : second).read(vertx));
      }
    }
    assertThat(seen).containsExactly("CN=localhost", "CN=renewed");
  }

  private static SSLContext trusting(Certificate... certificates) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate one : certificates) {
      store.setCertificateEntry("ca-" + store.size(), CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(one.certificate().getBytes())));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void one_file_alone_is_refused_and_none_means_no_tls() {
    Path home = Path.of("").toAbsolutePath();
    assertThat(TlsFiles.of(Settings.load(home, name -> null))).isEmpty();
    assertThatThrownBy(() -> TlsFiles.of(Settings.load(home, Map.of("HTTP_TLS_KEY", key.toString())::get))).hasMessageContaining("http.tls.key is set and http.tls.certificate is not");
  }

  @Test
  void a_file_that_was_replaced_is_seen_also_behind_a_link() throws IOException {
    Path other = Files.writeString(folder.resolve("renewed.crt"), Certificate.get().certificate());
    Path link = Files.createSymbolicLink(folder.resolve("live.crt"), certificate);
    TlsFiles files = new TlsFiles(link, key);
    String before = files.stamp();
    assertThat(files.stamp()).isEqualTo(before);
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    assertThat(files.stamp()).isNotEqualTo(before);
  }
}
