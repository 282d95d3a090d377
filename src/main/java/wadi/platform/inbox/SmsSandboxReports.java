package wadi.platform.inbox;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Settings;
import wadi.platform.http.OwnAddress;
import wadi.platform.http.OwnCertificate;
import wadi.platform.http.TlsFiles;

/**
 * Sends the delivery reports of the sandbox as Africa's Talking sends its own
 * (https://developers.africastalking.com/docs/sms/notifications): "Sent" at once and "Success" a second later, each again until it is taken,
 * for a while.
 */
final class SmsSandboxReports {
  private static final Logger LOG = LoggerFactory.getLogger(SmsSandboxReports.class);
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
  private static final int TRIES = 10;

  private final URI address;
  private final HttpClient http;

  private SmsSandboxReports(URI address, Optional<TlsFiles> tls) {
    this.address = address;
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    tls.map(OwnCertificate::context).ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** To this Wadi's own path for reports; empty when it has none. */
  static Optional<SmsSandboxReports> of(Settings settings) {
    return settings.optional("delivery.sms.africastalking.receipts-secret")
        .map(secret -> new SmsSandboxReports(OwnAddress.of(settings, "/receipts/africastalking/" + secret), TlsFiles.of(settings)));
  }

  static SmsSandboxReports to(URI address) {
    return new SmsSandboxReports(address, Optional.empty());
  }

  /** The sandbox has taken this message. */
  void taken(String id, String number) {
    send(id, number, "Sent", 1);
    LATER.execute(() -> send(id, number, "Success", 1));
  }

  private void send(String id, String number, String status, int tries) {
    String form = "id=%s&status=%s&phoneNumber=%s&networkCode=62120&retryCount=%d".formatted(id, status, URLEncoder.encode(number, StandardCharsets.UTF_8), tries - 1);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)).build();
    http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
      if (failure == null && response.statusCode() == 200) {
        return;
      }
      if (tries < TRIES) {
        LATER.execute(() -> send(id, number, status, tries + 1));
      } else {
        LOG.warn("inbox: the report of an SMS was not taken: {}", failure == null ? "HTTP " + response.statusCode() : failure.getMessage());
      }
    });
  }
}
