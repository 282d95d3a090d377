package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static wadi.platform.sites.Probes.causes;
import static wadi.platform.sites.Probes.certificateDays;
import static wadi.platform.sites.Probes.present;
import static wadi.platform.sites.Probes.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Outcome;
import wadi.sites.Behaviour;
import wadi.sites.SiteCertificates.Kind;
import wadi.sites.SiteServer;

@Timeout(60)
class WebProberSecureTest {
  private final SiteServer sites = new SiteServer();
  private final WebProber prober = Probes.trusting();

  @AfterEach
  void close() {
    prober.close();
    sites.close();
  }

  private String place(Kind kind) {
    return sites.url("shop", kind).split("/")[2];
  }

  @Test
  void a_good_certificate_is_up_and_the_handshake_is_measured_each_time() {
    for (int i = 0; i < 2; i++) {
      Observation seen = prober.probe(site(sites.url("shop", Kind.GOOD), present("hello")));
      assertThat(causes(seen)).isEmpty();
      assertThat(seen.phases().tls()).isPresent();
      assertThat(seen.certificateExpires()).hasValueSatisfying(end -> assertThat(end).isBetween(Instant.now().plus(Duration.ofDays(364)), Instant.now().plus(Duration.ofDays(366))));
    }
  }

  @Test
  void a_certificate_that_expires_soon_is_told_and_the_site_is_up() {
    Observation seen = prober.probe(site(sites.url("shop", Kind.SOON), certificateDays(14)));
    LocalDate end = Instant.now().plus(Duration.ofDays(10)).atOffset(ZoneOffset.UTC).toLocalDate();
    assertThat(causes(seen)).hasSize(1).first().isIn("CERTIFICATE: the certificate expires on " + end, "CERTIFICATE: the certificate expires on " + end.minusDays(1));
    assertThat(seen.outcome()).isEqualTo(Outcome.UP);
    assertThat(causes(prober.probe(site(sites.url("shop", Kind.SOON), certificateDays(5))))).isEmpty();
  }

  @Test
  void a_certificate_that_expires_soon_is_told_although_the_site_says_nothing() {
    sites.now("shop", Behaviour.CLOSES);
    assertThat(causes(prober.probe(site(sites.url("shop", Kind.SOON), certificateDays(14))))).hasSize(2).last().asString().startsWith("CERTIFICATE: ");
  }

  @Test
  void certificates_that_are_wrong_are_down_and_say_what_is_wrong() {
    Observation expired = prober.probe(site(sites.url("shop", Kind.EXPIRED), certificateDays(14)));
    assertThat(causes(expired)).hasSize(2).startsWith("TLS: a certificate of " + place(Kind.EXPIRED) + " has expired").last().asString()
        .startsWith("CERTIFICATE: the certificate expired on ");
    assertThat(expired.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(expired.certificateExpires()).as("it is known all the same").hasValueSatisfying(end -> assertThat(end).isBefore(Instant.now()));
    assertThat(causes(prober.probe(site(sites.url("shop", Kind.OTHER_HOST))))).containsExactly("TLS: the certificate of " + place(Kind.OTHER_HOST) + " is for another host");
    assertThat(causes(prober.probe(site(sites.url("shop", Kind.UNTRUSTED)))))
        .containsExactly("TLS: nobody we trust has signed the certificate of " + place(Kind.UNTRUSTED));
    assertThat(sites.count("shop")).as("requests").isZero();
  }

  @Test
  void without_its_authority_a_certificate_is_not_trusted() {
    try (WebProber shipped = Probes.prober()) {
      assertThat(causes(shipped.probe(site(sites.url("shop", Kind.GOOD))))).containsExactly("TLS: nobody we trust has signed the certificate of " + place(Kind.GOOD));
    }
  }

  @Test
  void a_server_that_speaks_no_tls_is_down() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
        try (Socket client = plain.accept()) {
          client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          client.getInputStream().readAllBytes();
        } catch (IOException e) {
          // it has gone
        }
      });
      assertThat(causes(prober.probe(site("https://127.0.0.1:" + plain.getLocalPort() + "/")))).containsExactly("TLS: 127.0.0.1:" + plain.getLocalPort() + " does not speak TLS");
      answering.join();
    }
  }

  @Test
  void a_server_that_hangs_in_the_handshake_is_down_when_the_time_is_over() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Observation seen = prober.probe(site("https://127.0.0.1:" + silent.getLocalPort() + "/", Duration.ofMillis(500)));
      assertThat(causes(seen)).containsExactly("UNREACHABLE: no TLS handshake with 127.0.0.1:" + silent.getLocalPort() + " within 500 ms");
    }
  }

  @Test
  void an_endless_secure_answer_is_over_in_time() {
    sites.now("shop", Behaviour.drip(Duration.ofMillis(50)));
    Observation seen = prober.probe(site(sites.url("shop", Kind.GOOD), Duration.ofSeconds(2), present("never")));
    assertThat(causes(seen)).containsExactly("UNREACHABLE: the answer of " + place(Kind.GOOD) + " did not end within 2 s");
    sites.now("shop", Behaviour.GIBIBYTE);
    assertThat(prober.probe(site(sites.url("shop", Kind.GOOD))).bytes()).isEqualTo(1 << 20);
    assertThat(sites.count("shop")).isEqualTo(2);
  }
}
