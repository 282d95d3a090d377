package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    assertThat(new TlsFiles(certificate, key).read(vertx).getCertValue().toString()).isEqualTo(Certificate.get().certificate());
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
