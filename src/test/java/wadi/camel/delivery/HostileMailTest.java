package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.SettableClock;
import wadi.platform.postgres.TestDatabase;

/** What arrives at a real mail server by the shipped route, whatever stands in a delivery: read by a real parser. */
@Timeout(120)
class HostileMailTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final SettableClock CLOCK = new SettableClock("2026-11-20T12:00:00Z");
  private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private static final String TO = "bob@example.org";
  private static final String LONG = "word ".repeat(600).strip();
  private static final String LONG_WORD = "w".repeat(2_500);
  private static final List<String> FIELDS = List.of("Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To");
  private static SendingContext sending;

  @BeforeAll
  static void start() {
    SERVER.start();
    sending = new SendingContext(database, CLOCK, Map.of("delivery.email.smtp.host", "127.0.0.1", "delivery.email.smtp.timeout", "5000",
        "delivery.email.smtp.port", Integer.toString(SERVER.getSmtp().getPort())));
  }

  @AfterAll
  static void stop() {
    sending.close();
    SERVER.stop();
  }

  @BeforeEach
  void forget() throws Exception {
    SERVER.purgeEmailFromAllMailboxes();
  }

  /** What is written in a subject or a name, and what a reader sees of it. */
  static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of("a line break and a field", "Hello\r\nBcc: eve@example.net", "Hello Bcc: eve@example.net"),
        Arguments.of("a line feed and a field", "Hello\nBcc: eve@example.net", "Hello Bcc: eve@example.net"),
        Arguments.of("a carriage return and a field", "Hello\rCc: eve@example.net", "Hello Cc: eve@example.net"),
        Arguments.of("a folded field", "Hello\r\n Bcc: eve@example.net", "Hello  Bcc: eve@example.net"),
        Arguments.of("the end of the header", "Hello\r\n\r\n<b>body</b>", "Hello <b>body</b>"),
        Arguments.of("the end of the mail", "Hello\r\n.\r\nMAIL FROM:<eve@example.net>\r\n", "Hello . MAIL FROM:<eve@example.net>"),
        Arguments.of("a line break in an encoded word", "=?UTF-8?Q?Hello=0D=0ABcc:_eve@example.net?=", "=?UTF-8?Q?Hello=0D=0ABcc:_eve@example.net?="),
        Arguments.of("a line break in Base64", "=?utf-8?b?SGVsbG8NCkJjYzogZXZl?=", "=?utf-8?b?SGVsbG8NCkJjYzogZXZl?="),
        Arguments.of("line ends of Unicode", "Hello\u2028Bcc: x\u2029Cc: y\u0085z", "Hello Bcc: x Cc: y z"),
        Arguments.of("letters whose last byte is a line feed", "Hello\u560D\u560ABcc: x", "Hello\u560D\u560ABcc: x"),
        Arguments.of("controls and tabs", "a\u0001b\tc\u001Bd\u007Fe", "a b c d e"),
        Arguments.of("half a character", "half \uD83D and \uDE00", "half ? and ?"),
        Arguments.of("text that turns round", "invoice \u202Efdp.exe", "invoice fdp.exe"),
        Arguments.of("an address and commas", "eve@example.net, <eve@example.net>; x", "eve@example.net, <eve@example.net>; x"),
        Arguments.of("quotes that end a name", "Eve\" <eve@example.net>, \"", "Eve\" <eve@example.net>, \""),
        Arguments.of("backslashes", "\\\" \\", "\\\" \\"),
        Arguments.of("comments and groups", "(a) friends: eve@example.net;", "(a) friends: eve@example.net;"),
        Arguments.of("other scripts", "Größe ✓ 日本語 😀", "Größe ✓ 日本語 😀"),
        Arguments.of("very many words", LONG, LONG),
        Arguments.of("one very long word", LONG_WORD, LONG_WORD),
        Arguments.of("many characters of four bytes", "😀".repeat(500), "😀".repeat(500)),
        Arguments.of("braces of ours", "{{env:HOME}} ${body} #{x}", "{{env:HOME}} ${body} #{x}"),
        Arguments.of("two blanks", "a  b", "a  b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("words")
  void a_subject_is_one_field(String what, String written, String read) throws Exception {
    MimeMessage mail = send(TO, Map.of("subject", written));
    assertThat(mail.getSubject()).isEqualTo(read);
    assertThat(envelope()).containsExactly(TO);
    assertOnly(mail, FIELDS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("words")
  void a_name_is_no_more_than_a_name(String what, String written, String read) throws Exception {
    MimeMessage mail = send(TO, Map.of("name", written));
    assertThat(mail.getRecipients(MimeMessage.RecipientType.TO)).singleElement().satisfies(to -> {
      assertThat(((InternetAddress) to).getAddress()).isEqualTo(TO);
      assertThat(((InternetAddress) to).getPersonal()).isEqualTo(read);
    });
    assertThat(mail.getRecipients(MimeMessage.RecipientType.BCC)).isNull();
    assertThat(envelope()).containsExactly(TO);
    assertOnly(mail, FIELDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob@example.org\r\nBcc: eve@example.net", "bob@example.org\nRCPT TO:<eve@example.net>", "bob@example.org, eve@example.net",
      "bob@example.org,eve@example.net", "bob@example.org;eve@example.net", "Bob <bob@example.org>", "<bob@example.org>", "bob@example.org> SIZE=1",
      "bob@example.org\u0001", " bob@example.org", "bob @example.org", "bob@", "@example.org", "bob", "", "bob@eve@example.org", "\"bob x\"@example.org",
      "friends: bob@example.org;", "@relay.example:bob@example.org", "bob(x)@example.org", "bob@[127.0.0.1]", "bob@exa mple.org", "bob@-example.org",
      "bob@example..org", "bob..x@example.org", ".bob@example.org", "bob\u2028@example.org",
      "=?utf-8?q?bob?=@example.org\u0085", "bob@example.org\u200B", "bob@exa\u2100mple.org", "bob@fa\u00DF.example", "${env:HOME}@example.org x"})
  void what_is_not_one_address_is_refused(String recipient) {
    assertThat(reason(sending.promise("email", recipient, payload(Map.of())))).startsWith("refused: the recipient's ");
    assertThat(envelope()).isEmpty();
  }

  @Test
  void an_international_domain_is_written_in_ascii() throws Exception {
    MimeMessage mail = send("bob@bücher.example", Map.of());
    assertThat(mail.getRecipients(MimeMessage.RecipientType.TO)[0]).hasToString("bob@xn--bcher-kva.example");
    assertThat(envelope()).containsExactly("bob@xn--bcher-kva.example");
  }

  /** Cut to bytes, the second would be two lines. */
  @ParameterizedTest
  @ValueSource(strings = {"jörg@example.org", "b\u560D\u560Aob@example.org"})
  void an_international_address_goes_as_it_is_to_a_server_that_knows_it(String recipient) throws Exception {
    MimeMessage mail = send(recipient, Map.of());
    assertThat(envelope()).containsExactly(recipient);
    assertThat(mail.getHeader("To")).hasSize(1);
  }

  @Test
  void what_no_database_holds_is_harmless_too() throws Exception {
    OutgoingMail mail = new MailComposer("wadi.localhost").compose(1L, TO, payload(Map.of("subject", "a\u0000b \uD83D", "text", "t\u0000\uD83D")), CLOCK.instant());
    assertThat(mail.getSubject()).isEqualTo("a b \uFFFD");
    for (String recipient : List.of("bob\uD800@example.org", "bob@example.org\u0000", "bob\u0000@example.org", "bob@\uDC00.example")) {
      assertThatThrownBy(() -> MailAddress.of(recipient)).isInstanceOf(SendRefused.class);
    }
    assertThatThrownBy(() -> MailAddress.of(null)).isInstanceOf(SendRefused.class);
  }

  @Test
  void the_way_out_of_a_list_is_two_fields_and_one_for_a_mail_address() throws Exception {
    MimeMessage web = send(TO, Map.of("unsubscribe", "https://example.org/u?a=1&b=2"));
    assertThat(web.getHeader("List-Unsubscribe")).containsExactly("<https://example.org/u?a=1&b=2>");
    assertThat(web.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
    forget();
    MimeMessage mailto = send(TO, Map.of("unsubscribe", "mailto:leave@example.org"));
    assertThat(mailto.getHeader("List-Unsubscribe")).containsExactly("<mailto:leave@example.org>");
    assertThat(mailto.getHeader("List-Unsubscribe-Post")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.org/\r\nBcc: eve@example.net", "https://example.org/>, <mailto:eve@example.net", "javascript:alert(1)",
      "http://example.org/", "https://example.org/ x", "https://ex\u560Dample.org/"})
  void a_way_out_that_is_none_is_refused(String address) {
    assertThat(reason(sending.promise("email", TO, payload(Map.of("unsubscribe", address))))).startsWith("refused: unsubscribe is neither");
  }

  @Test
  void words_that_look_like_smtp_stay_words() throws Exception {
    String text = "one\r\n.\r\nMAIL FROM:<eve@example.net>\r\nRCPT TO:<eve@example.net>\n.\n\rtwo\r.\r\n..three\n-- \nFrom eve\n";
    MimeMessage mail = send(TO, Map.of("text", text, "html", "<p>" + text + "</p>"));
    MimeMultipart alternative = (MimeMultipart) mail.getContent();
    assertThat(alternative.getContentType()).startsWith("multipart/alternative");
    assertThat(alternative.getCount()).isEqualTo(2);
    assertThat(text(alternative.getBodyPart(0))).isEqualToNormalizingNewlines(text.replaceAll("\r(?!\n)", "\n"));
    assertThat(envelope()).containsExactly(TO);
  }

  @Test
  void attachments_stand_beside_the_words_with_names_that_are_only_names() throws Exception {
    byte[] bytes = {0, 13, 10, 46, 13, 10, -1};
    List<Map<String, Object>> attachments = new ArrayList<>();
    for (String[] named : new String[][] {{"bill.pdf", "application/pdf"}, {"a\r\nBcc: eve@example.net\r\n\r\nx.txt", "text/plain\r\nX-Eve: 1"},
        {"../../etc/passwd", "multipart/mixed"}, {"q\"; name=\"eve.exe", "text/html; charset=x"}, {"Größe ✓.csv", "text/csv"}, {"", "message/rfc822"}}) {
      attachments.add(Map.of("name", named[0], "type", named[1], "base64", Base64.getEncoder().encodeToString(bytes)));
    }
    MimeMessage mail = send(TO, Map.of("attachments", attachments));
    MimeMultipart mixed = (MimeMultipart) mail.getContent();
    assertThat(mixed.getContentType()).startsWith("multipart/mixed");
    assertThat(mixed.getCount()).isEqualTo(7);
    assertThat(((MimeMultipart) mixed.getBodyPart(0).getContent()).getContentType()).startsWith("multipart/alternative");
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i < mixed.getCount(); i++) {
      BodyPart part = mixed.getBodyPart(i);
      names.add(part.getFileName());
      types.add(part.getContentType().replaceFirst("(?s);.*", ""));
      assertThat(part.getDisposition()).isEqualTo(Part.ATTACHMENT);
      assertThat(part.getInputStream().readAllBytes()).isEqualTo(bytes);
      assertThat(Collections.list(part.getAllHeaders())).extracting("name").containsOnly("Content-Type", "Content-Transfer-Encoding", "Content-Disposition");
    }
    assertThat(names).containsExactly("bill.pdf", "a Bcc: eve@example.net x.txt", "passwd", "q\"; name=\"eve.exe", "Größe ✓.csv", "attachment-6");
    assertThat(types).containsExactly("application/pdf", "application/octet-stream", "application/octet-stream", "application/octet-stream", "text/csv",
        "application/octet-stream");
    assertOnly(mail, FIELDS);
  }

  @Test
  void an_attachment_that_is_no_base64_is_refused() {
    Map<String, Object> payload = payload(Map.of("attachments", List.of(Map.of("name", "x", "type", "text/plain", "base64", "a"))));
    assertThat(reason(sending.promise("email", TO, payload))).isEqualTo("refused: attachment 1 is not written in Base64");
  }

  @Test
  void the_fields_say_what_they_should() throws Exception {
    MimeMessage mail = send(TO, Map.of("name", "Bob Example"));
    assertThat(mail.getHeader("From")).containsExactly("Wadi <wadi@localhost>");
    assertThat(mail.getHeader("To")).containsExactly("Bob Example <bob@example.org>");
    assertThat(mail.getHeader("Date")[0]).startsWith("Fri, 20 Nov 2026 ");
    assertThat(mail.getSentDate()).isEqualTo(java.util.Date.from(CLOCK.instant()));
    assertThat(mail.getMessageID()).isEqualTo("<" + database.count("select max(id) from delivery") + "@wadi.localhost>");
    assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
  }

  private static Map<String, Object> payload(Map<String, ?> more) {
    Map<String, Object> payload = new LinkedHashMap<>(Map.of("subject", "s", "text", "t", "html", "<p>t</p>"));
    payload.putAll(more);
    return payload;
  }

  /** The only mail that arrives. */
  private static MimeMessage send(String to, Map<String, ?> more) throws MessagingException {
    long id = sending.promise("email", to, payload(more));
    assertThat(reason(id)).isEqualTo("null");
    return SERVER.getReceivedMessages()[0];
  }

  private static String reason(long id) {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2)).until(() -> database.jdbc()
        .sql("select coalesce(reason, 'null') from delivery_attempt where delivery_id = ?").param(id).query(String.class).list(), list -> !list.isEmpty()).get(0);
  }

  /** Whoever got a mail. */
  private static List<String> envelope() {
    return Stream.of(SERVER.getReceivedMessages()).count() == 0 ? List.of() : SERVER.getUserManager().listUser().stream()
        .filter(HostileMailTest::hasMail).map(GreenMailUser::getEmail).sorted().toList();
  }

  private static boolean hasMail(GreenMailUser user) {
    try {
      return SERVER.getManagers().getImapHostManager().getInbox(user).getMessageCount() > 0;
    } catch (com.icegreen.greenmail.store.FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Part part) throws IOException, MessagingException {
    return String.valueOf(part.getContent());
  }

  /** These fields once each, in lines that servers take, and nothing that is not ASCII. */
  private static void assertOnly(MimeMessage mail, List<String> fields) throws Exception {
    List<String> names = Collections.list(mail.getAllHeaders()).stream().map(jakarta.mail.Header::getName)
        .filter(name -> !name.equals("Return-Path") && !name.equals("Received")).toList();
    assertThat(new ArrayList<>(new TreeSet<>(names))).containsExactlyElementsOf(fields);
    assertThat(names).doesNotHaveDuplicates();
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    mail.writeTo(raw);
    assertThat(raw.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0].split("\r\n")).allSatisfy(line -> {
      assertThat(line.length()).isLessThanOrEqualTo(78);
      assertThat(line).matches("[\\t -~]*");
    });
  }
}
