package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Certificate;
import wadi.platform.Settings;

/** Where requests come over TLS, the reports of the sandbox do too. */
@Timeout(60)
class SmsSandboxReportsTest {
  @TempDir
  private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Begins reports to a server that shows a certificate, for a Wadi whose file has another or the same. */
  private SmsSandboxReports reports(Certificate shown, Certificate own) throws IOException {
    HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().setKeyValue(Buffer.buffer(shown.key())).setCertValue(Buffer.buffer(shown.certificate()))))
        .exceptionHandler(refused -> refusals.incrementAndGet())
        .requestHandler(request -> {
          paths.add(request.path());
          request.response().end();
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    Files.writeString(folder.resolve("tls.crt"), own.certificate());
    Files.writeString(folder.resolve("tls.key"), own.key());
    return SmsSandboxReports.of(Settings.load(Path.of("").toAbsolutePath(), Map.of("HTTP_PORT", Integer.toString(server.actualPort()),
        "HTTP_TLS_CERTIFICATE", folder.resolve("tls.crt").toString(), "HTTP_TLS_KEY", folder.resolve("tls.key").toString(),
        "DELIVERY_SMS_AFRICASTALKING_RECEIPTS_SECRET", "0123456789abcdef")::get)).orElseThrow();
  }

  @Test
  void go_over_tls_whatever_name_the_certificate_is_for() throws IOException {
    Certificate own = Certificate.of("shop.example.com", "dns:shop.example.com");
    reports(own, own).taken("ATXid_1", "+447700900123");
    await().atMost(Duration.ofSeconds(20)).until(() -> paths.size() == 2);
    assertThat(paths).containsOnly("/receipts/africastalking/0123456789abcdef");
  }

  @Test
  void go_to_nobody_who_shows_another_certificate() throws IOException {
    reports(Certificate.get(), Certificate.named("other")).taken("ATXid_1", "+447700900123");
    await().atMost(Duration.ofSeconds(20)).until(() -> refusals.get() >= 2);
    assertThat(paths).isEmpty();
  }
}
