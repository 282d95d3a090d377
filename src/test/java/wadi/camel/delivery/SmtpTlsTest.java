package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.brokers.Certificate;
import wadi.camel.Components;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.smtp.SmtpConnections;

/** Encryption and login towards a mail server, by the properties alone: the endpoint names neither. */
@Timeout(60)
class SmtpTlsTest {
  private static final String LOGIN = "us:s3cret word";

  private final SmtpConnections connections = new SmtpConnections();
  private TlsSmtp server;

  @AfterEach
  void stop() throws Exception {
    connections.close();
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS,tls", "STARTTLS,starttls"})
  void nothing_but_the_wish_for_encryption_is_said_in_the_clear(TlsSmtp.Tls offered, String tls) throws Exception {
    server = new TlsSmtp(offered, LOGIN);
    Exchange sent = send("localhost", properties(tls, "us", "s3cret word"));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(OutgoingMail.class).answer()).isEqualTo("250 2.0.0 Ok: queued as 4F1");
    assertThat(server.heard()).filteredOn(line -> !line.startsWith("tls ")).allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
    assertThat(server.heard()).anyMatch(line -> line.startsWith("tls AUTH PLAIN")).contains("tls MAIL FROM:<wadi@localhost>", "tls RCPT TO:<bob@example.org>");
  }

  @Test
  void a_server_that_does_not_encrypt_gets_no_mail_and_no_password() throws Exception {
    server = new TlsSmtp(TlsSmtp.Tls.NEVER, LOGIN);
    assertThat(said(send("localhost", properties("starttls", "us", "s3cret word")))).startsWith("not now: ").contains("STARTTLS");
    assertThat(server.heard()).allMatch(line -> line.startsWith("EHLO") || line.startsWith("QUIT"));
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS,tls", "STARTTLS,starttls"})
  void a_certificate_that_nobody_trusts_has_signed_ends_it(TlsSmtp.Tls offered, String tls) throws Exception {
    server = new TlsSmtp(offered, "");
    Map<String, String> properties = properties(tls, "", "");
    properties.remove("DELIVERY_EMAIL_SMTP_TLS_CA");
    assertThat(said(send("localhost", properties))).startsWith("not now: ");
    assertThat(server.heard()).noneMatch(line -> line.contains("MAIL"));
  }

  @ParameterizedTest
  @CsvSource({"ALWAYS,tls", "STARTTLS,starttls"})
  void a_certificate_for_another_name_ends_it(TlsSmtp.Tls offered, String tls) throws Exception {
    server = new TlsSmtp(offered, "");
    assertThat(said(send("127.0.0.2", properties(tls, "", "")))).startsWith("not now: ");
    assertThat(server.heard()).noneMatch(line -> line.contains("MAIL"));
  }

  @Test
  void a_wrong_password_is_ours_to_mend_and_is_not_told() throws Exception {
    server = new TlsSmtp(TlsSmtp.Tls.ALWAYS, LOGIN);
    assertThat(said(send("localhost", properties("tls", "us", "wr0ng")))).startsWith("ours to mend: 535").doesNotContain("wr0ng");
    assertThat(server.heard()).noneMatch(line -> line.contains("MAIL"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"smtp.example.com|none|us|p|would travel in the clear", "127.0.0.1.example.com|none|us|p|would travel in the clear",
      "smtp.example.com|tls|us|''|DELIVERY_EMAIL_SMTP_PASSWORD", "smtp.example.com|tls|''|p|says not whose it is", "smtp.example.com|ssl|''|''|one of none, starttls, tls"})
  void refuses_a_login_in_the_clear_and_half_a_login(String host, String tls, String user, String password, String message) {
    assertThatThrownBy(() -> SmtpAccount.check(settings(host, 25, Map.of("DELIVERY_EMAIL_SMTP_TLS", tls, "DELIVERY_EMAIL_SMTP_USERNAME", user,
        "DELIVERY_EMAIL_SMTP_PASSWORD", password)))).isInstanceOf(StartupException.class).hasMessageContaining(message);
  }

  @Test
  void refuses_an_authority_where_nothing_is_encrypted_and_takes_a_login_on_this_machine() {
    assertThatThrownBy(() -> SmtpAccount.check(settings("smtp.example.com", 25, Map.of("DELIVERY_EMAIL_SMTP_TLS_CA", Certificate.get().certificate()))))
        .isInstanceOf(StartupException.class).hasMessageContaining("nothing is encrypted");
    assertThatCode(() -> SmtpAccount.check(settings("127.0.0.1", 25, Map.of("DELIVERY_EMAIL_SMTP_USERNAME", "us", "DELIVERY_EMAIL_SMTP_PASSWORD", "p"))))
        .doesNotThrowAnyException();
  }

  private static Map<String, String> properties(String tls, String user, String password) {
    return new HashMap<>(Map.of("DELIVERY_EMAIL_SMTP_TLS", tls, "DELIVERY_EMAIL_SMTP_TLS_CA", Certificate.get().certificate(),
        "DELIVERY_EMAIL_SMTP_USERNAME", user, "DELIVERY_EMAIL_SMTP_PASSWORD", password));
  }

  private static Settings settings(String host, int port, Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("DELIVERY_EMAIL_SMTP_HOST", host);
    environment.put("DELIVERY_EMAIL_SMTP_PORT", Integer.toString(port));
    return Settings.load(Path.of("").toAbsolutePath(), environment::get);
  }

  private Exchange send(String host, Map<String, String> properties) throws Exception {
    Settings settings = settings(host, server.port(), properties);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addComponent("smtp", Components.smtp(connections, settings));
      context.start();
      OutgoingMail mail = new Mails(settings, Clock.systemUTC()).compose(Map.of("id", 1L, "recipient", "bob@example.org", "payload", Map.of("subject", "s", "text", "t")));
      return context.createProducerTemplate().request("smtp:" + host + ":" + server.port() + "?connectionTimeout=5000&from=wadi@localhost",
          exchange -> exchange.getMessage().setBody(mail));
    }
  }

  private static String said(Exchange failed) {
    assertThat(failed.getException()).isNotNull();
    return SendVerdict.of(failed.getException(), Clock.systemUTC());
  }
}
