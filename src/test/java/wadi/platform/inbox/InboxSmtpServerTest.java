package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.StartupException;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class InboxSmtpServerTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private FaultyDataSource dataSource;
  private Inbox inbox;
  private InboxSmtpServer server;

  @BeforeEach
  void start() {
    dataSource = new FaultyDataSource(database.dataSource());
    inbox = new Inbox(dataSource);
    server = InboxSmtpServer.start(inbox, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keeps_subject_text_and_html_of_a_mail() throws Exception {
    MimeMessage mail = mail("Größe ✓", "to@example.org");
    mail.setContent(mixed(alternative("grüezi\nmitenand", "<p>grüezi</p>"), attachment("not this")));
    Instant before = Instant.now().minusMillis(1);
    send(mail);
    assertThat(inbox.messages()).singleElement().satisfies(kept -> {
      assertThat(kept.channel()).isEqualTo("email");
      assertThat(kept.to()).isEqualTo("to@example.org");
      assertThat(kept.subject()).isEqualTo("Größe ✓");
      assertThat(kept.text()).isEqualTo("grüezi\nmitenand");
      assertThat(kept.html()).isEqualTo("<p>grüezi</p>");
      assertThat(kept.receivedAt()).isBetween(before, Instant.now().plusMillis(1));
    });
  }

  @Test
  void keeps_one_message_for_each_envelope_recipient() throws Exception {
    MimeMessage mail = mail("for three", "a@example.org", "b@example.org");
    mail.addRecipient(Message.RecipientType.BCC, new InternetAddress("hidden@example.org"));
    mail.setText("x");
    send(mail);
    assertThat(inbox.messages())
        .extracting(InboxMessage::to)
        .containsExactlyInAnyOrder("a@example.org", "b@example.org", "hidden@example.org");
  }

  @Test
  void keeps_an_internationalised_mail() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.say("EHLO test\r\nMAIL FROM:<jörg@example.org> SMTPUTF8 BODY=8BITMIME\r\n");
      smtp.say("RCPT TO:<użytkownik@example.org>\r\nDATA\r\n");
      assertThat(List.of(smtp.reply(), smtp.reply(), smtp.reply(), smtp.reply())).last().asString().startsWith("354");
      smtp.say("Subject: Zażółć\r\n\r\ngęślą\r\n.\r\n");
      assertThat(smtp.reply()).startsWith("250");
    }
    assertThat(inbox.messages()).singleElement().satisfies(kept -> {
      assertThat(kept.to()).isEqualTo("użytkownik@example.org");
      assertThat(kept.subject()).isEqualTo("Zażółć");
      assertThat(kept.text()).isEqualTo("gęślą");
    });
  }

  @Test
  void answers_250_only_after_the_mail_is_committed() throws Exception {
    FaultyDataSource.Hold hold = dataSource.holdNext();
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.startMail();
      smtp.say("Subject: held\r\n\r\nup\r\n.\r\n");
      hold.awaitAsked();
      smtp.patience(200);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(smtp::reply);
      assertThat(inbox.messages()).isEmpty();
      hold.letGo();
      smtp.patience(10_000);
      assertThat(smtp.reply()).startsWith("250");
      assertThat(inbox.messages()).hasSize(1);
    } finally {
      hold.letGo();
    }
  }

  @Test
  void a_mail_that_waits_for_the_database_holds_up_no_other() throws Exception {
    FaultyDataSource.Hold hold = dataSource.holdNext();
    try (RawSmtp slow = RawSmtp.greeted(server.port()); RawSmtp other = RawSmtp.greeted(server.port())) {
      slow.startMail();
      slow.say("Subject: slow\r\n\r\n.\r\n");
      hold.awaitAsked();
      assertThat(other.mail("Subject: other\r\n\r\n")).startsWith("250");
      hold.letGo();
      assertThat(slow.reply()).startsWith("250");
    } finally {
      hold.letGo();
    }
  }

  @Test
  void answers_451_while_the_database_is_down_and_goes_on_on_the_same_connection() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      dataSource.goDown();
      assertThat(smtp.mail("Subject: refused\r\n\r\nx")).startsWith("451 ");
      assertThat(smtp.mail("Subject: refused\r\n\r\nx")).startsWith("451 ");
      dataSource.comeBack();
      assertThat(smtp.mail("Subject: kept\r\n\r\nx")).startsWith("250 ");
    }
    assertThat(inbox.messages()).extracting(InboxMessage::subject).containsExactly("kept");
  }

  @Test
  void a_mail_client_learns_that_it_may_try_again() throws Exception {
    dataSource.goDown();
    MimeMessage mail = mail("refused", "to@example.org");
    mail.setText("x");
    assertThatExceptionOfType(SMTPSendFailedException.class)
        .isThrownBy(() -> send(mail))
        .satisfies(refusal -> assertThat(refusal.getReturnCode()).isEqualTo(451));
  }

  @Test
  void needs_no_login_and_takes_clients_that_have_one() throws Exception {
    Properties properties = properties();
    properties.setProperty("mail.smtp.auth", "true");
    MimeMessage mail = mail("with a password", "to@example.org");
    mail.setText("x");
    try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
      transport.connect("user", "secret");
      transport.sendMessage(mail, mail.getAllRecipients());
    }
    assertThat(inbox.messages()).hasSize(1);
  }

  @Test
  void serves_sixteen_kept_connections_at_once() throws Exception {
    int connections = 16;
    int each = 50;
    ExecutorService clients = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        sending.add(clients.submit(() -> sendKept(each)));
      }
      for (Future<?> client : sending) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(inbox.messages()).hasSize(connections * each);
  }

  @Test
  void refuses_a_mail_over_the_limit_and_goes_on() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.startMail();
      String line = "x".repeat(998) + "\r\n";
      for (int i = 0; i < 11_000; i++) {
        smtp.say(line);
      }
      smtp.say(".\r\n");
      assertThat(smtp.reply()).startsWith("552 ");
      assertThat(smtp.mail("Subject: small\r\n\r\n")).startsWith("250 ");
    }
    assertThat(inbox.messages()).extracting(InboxMessage::subject).containsExactly("small");
  }

  @Test
  void takes_a_mail_of_exactly_the_limit() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      String head = "Subject: 10 MiB\r\n\r\n";
      assertThat(smtp.mail(head + "x".repeat((10 << 20) - head.length()))).startsWith("250 ");
      assertThat(smtp.mail(head + "x".repeat((10 << 20) - head.length() + 1))).startsWith("552 ");
    }
  }

  @Test
  void refuses_a_mail_announced_as_too_large() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      assertThat(smtp.ask("MAIL FROM:<a@b> SIZE=10485761")).startsWith("552 ");
      assertThat(smtp.ask("MAIL FROM:<a@b> size=10485760 BODY=8BITMIME")).startsWith("250 ");
    }
  }

  @Test
  void keeps_a_mail_of_five_mebibytes() throws Exception {
    MimeMessage mail = mail("large", "to@example.org");
    mail.setText(("0123456789".repeat(6) + "\n").repeat((5 << 20) / 62));
    send(mail);
    assertThat(inbox.messages().get(0).text()).hasSizeGreaterThan(5_000_000);
  }

  @Test
  void undoes_dot_stuffing_and_takes_no_bare_line_feed_for_an_end() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      assertThat(smtp.mail("Subject: dots\r\n\r\n..\r\n...two\r\n.one\r\n.\r.\r\na\n.\nb")).startsWith("250 ");
    }
    assertThat(inbox.messages().get(0).text()).isEqualTo(".\n..two\none\n\r.\na\n.\nb");
  }

  @Test
  void takes_a_mail_without_anything_in_it() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.startMail();
      assertThat(smtp.ask(".")).startsWith("250 ");
    }
    assertThat(inbox.messages()).singleElement()
        .extracting(InboxMessage::subject, InboxMessage::text)
        .containsExactly("", "");
  }

  @Test
  void takes_a_bounce_from_nobody() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      assertThat(smtp.ask("MAIL FROM:<>")).startsWith("250 ");
      assertThat(smtp.ask("RCPT TO:<to@example.org>")).startsWith("250 ");
    }
  }

  @Test
  void takes_a_hundred_recipients_and_no_more() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.ask("MAIL FROM:<from@example.org>");
      for (int i = 0; i < 100; i++) {
        assertThat(smtp.ask("RCPT TO:<to" + i + "@example.org>")).startsWith("250 ");
      }
      assertThat(smtp.ask("RCPT TO:<one-more@example.org>")).startsWith("452 ");
      assertThat(smtp.ask("DATA")).startsWith("354 ");
      assertThat(smtp.ask("\r\n.")).startsWith("250 ");
    }
    assertThat(inbox.messages()).hasSize(100);
  }

  @Test
  void refuses_nonsense_and_goes_on() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      assertThat(smtp.ask("x")).startsWith("500 ");
      assertThat(smtp.ask("STARTTLS")).startsWith("500 ");
      assertThat(smtp.ask("AUTH PLAIN")).startsWith("500 ");
      assertThat(smtp.ask("NOOP " + "x".repeat(1 << 20))).startsWith("500 ");
      assertThat(smtp.ask("DATA")).startsWith("503 ");
      assertThat(smtp.ask("RCPT TO:<to@example.org>")).startsWith("503 ");
      assertThat(smtp.ask("MAIL FROM:<from@example.org>")).startsWith("250 ");
      assertThat(smtp.ask("DATA")).startsWith("503 ");
      assertThat(smtp.ask("RCPT TO:<>")).startsWith("553 ");
      assertThat(smtp.ask("RCPT to nobody")).startsWith("501 ");
      assertThat(smtp.ask("RSET")).startsWith("250 ");
      assertThat(smtp.mail("Subject: fine\r\n\r\n")).startsWith("250 ");
      assertThat(smtp.ask("QUIT")).startsWith("221 ");
      assertThat(smtp.reply()).isNull();
    }
  }

  @Test
  void keeps_no_half_a_mail() throws IOException {
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      smtp.startMail();
      smtp.say("Subject: cut off\r\n\r\nhalf");
    }
    try (RawSmtp smtp = RawSmtp.greeted(server.port())) {
      assertThat(smtp.mail("Subject: whole\r\n\r\n")).startsWith("250 ");
    }
    assertThat(inbox.messages()).extracting(InboxMessage::subject).containsExactly("whole");
  }

  @Test
  void turns_away_the_connection_after_the_hundredth_until_one_is_free() throws IOException {
    List<RawSmtp> all = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        all.add(RawSmtp.greeted(server.port()));
      }
      try (RawSmtp oneMore = new RawSmtp(server.port())) {
        assertThat(oneMore.reply()).startsWith("421 ");
        assertThat(oneMore.reply()).isNull();
      }
      all.remove(0).close();
      await().untilAsserted(() -> RawSmtp.greeted(server.port()).close());
    } finally {
      for (RawSmtp smtp : all) {
        smtp.close();
      }
    }
  }

  @Test
  void names_the_property_when_its_port_is_in_use() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> InboxSmtpServer.start(inbox, taken.getLocalPort()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("inbox.smtp-port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void names_the_property_when_its_port_is_no_port() {
    assertThatThrownBy(() -> InboxSmtpServer.start(inbox, 70_000))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("inbox.smtp-port")
        .hasMessageContaining("70000");
  }

  @Test
  void frees_its_port_when_closed_and_ends_its_connections() throws IOException {
    try (RawSmtp kept = RawSmtp.greeted(server.port())) {
      server.close();
      assertThatThrownBy(() -> new RawSmtp(server.port())).isInstanceOf(ConnectException.class);
      assertThat(kept.reply()).isNull();
      InboxSmtpServer.start(inbox, server.port()).close();
    }
  }

  @Test
  void listens_on_the_loopback_address_only() throws IOException {
    try (ServerSocket elsewhere = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(elsewhere.isBound()).isTrue();
    }
  }

  private Void sendKept(int count) throws MessagingException {
    try (Transport transport = Session.getInstance(properties()).getTransport("smtp")) {
      transport.connect();
      for (int i : IntStream.range(0, count).toArray()) {
        MimeMessage mail = mail("mail " + i, "to@example.org");
        mail.setText("text");
        mail.saveChanges();
        transport.sendMessage(mail, mail.getAllRecipients());
      }
    }
    return null;
  }

  private void send(MimeMessage mail) throws MessagingException {
    mail.saveChanges();
    Transport.send(mail);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    return properties;
  }

  private MimeMessage mail(String subject, String... recipients) throws MessagingException {
    MimeMessage mail = new MimeMessage(Session.getInstance(properties()));
    mail.setFrom("from@example.org");
    for (String recipient : recipients) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
    }
    mail.setSubject(subject, "UTF-8");
    return mail;
  }

  private static MimeMultipart alternative(String text, String html) throws MessagingException {
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, "ISO-8859-1");
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, "UTF-8", "html");
    return new MimeMultipart("alternative", plain, rich);
  }

  private static MimeMultipart mixed(MimeMultipart nested, MimeBodyPart attachment) throws MessagingException {
    MimeBodyPart body = new MimeBodyPart();
    body.setContent(nested);
    return new MimeMultipart(attachment, body);
  }

  private static MimeBodyPart attachment(String text) throws MessagingException {
    MimeBodyPart attachment = new MimeBodyPart();
    attachment.setText(text);
    attachment.setDisposition(MimeBodyPart.ATTACHMENT);
    attachment.setFileName("notes.txt");
    return attachment;
  }
}
