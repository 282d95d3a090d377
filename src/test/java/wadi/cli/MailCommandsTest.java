package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.e2e.MoodySmtpServer;
import wadi.runtime.Snapshot;

/** What {@code ./wadi preview} and {@code ./wadi test} print and end with. */
@Timeout(120)
class MailCommandsTest {
  private static final String BREVO = "delivery.email.brevo.url";
  private static final String PORT = "delivery.email.smtp.port";

  @TempDir
  Path folder;
  private final String home = System.getProperty("wadi.home");
  private final String caller = System.getProperty("wadi.caller");
  private Path files;

  record Ended(int code, String out, String err) {}

  @BeforeEach
  void files() {
    files = Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("wadi")).folder();
    System.setProperty("wadi.home", files.toString());
    System.setProperty("wadi.caller", folder.toString());
  }

  @AfterEach
  void restore() {
    restore("wadi.home", home);
    restore("wadi.caller", caller);
    System.clearProperty(PORT);
    System.clearProperty(BREVO);
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  @Test
  void shows_subject_text_and_html_of_the_sample() {
    Ended shown = run("preview", "templates/email/fraud.html.mustache");
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).startsWith("Subject: [critical] Transaction 244015407382528: 25000.00 INR held\n\nTransaction 244015407382528 is held.")
        .contains("<b>LARGE_AMOUNT</b>", "Sent by Wadi.");
  }

  @Test
  void shows_what_becomes_of_the_data_one_gives_and_writes_the_html() throws Exception {
    Files.writeString(folder.resolve("alert.json"), "{\"severity\": \"low\", \"summary\": \"<b>full</b>\", \"unsubscribe\": \"https://example.org/?a=1&b=2\"}");
    assertThat(run("preview", "email/default", "alert.json", "--html", "mail.html")).isEqualTo(new Ended(0, "", ""));
    assertThat(folder.resolve("mail.html")).content().contains("<p>&lt;b&gt;full&lt;/b&gt;</p>", "<a href=\"https://example.org/?a&#61;1&amp;b&#61;2\">Unsubscribe</a>");
  }

  @Test
  void shows_no_more_than_values() throws Exception {
    Files.writeString(files.resolve("templates/sms/disk.txt.mustache"), "[{{body.summary.getClass}}{{body.summary.length}}{{body.size}}{{body.class}}{{body.summary}}]");
    Files.writeString(folder.resolve("alert.json"), "{\"summary\": \"full\"}");
    assertThat(run("preview", "sms/disk", "alert.json").out()).isEqualTo("[full]\n");
  }

  @Test
  void says_which_file_and_line_is_wrong() throws Exception {
    Files.writeString(folder.resolve("alert.json"), "{\"a\": 1,\n x}");
    assertThat(run("preview", "email/fraud", "alert.json").err()).startsWith("wadi: alert.json:2: it is no JSON object");
    assertThat(run("preview", "email/nothing").err()).contains("There is no template email/nothing. There are email/");
    Files.writeString(files.resolve("templates/email/_footer.html.mustache"), "<hr>\n{{> ../../application}}\n");
    Ended wrong = run("preview", "email/fraud");
    assertThat(wrong.code()).isOne();
    assertThat(wrong.err()).contains("templates/email/_footer.html.mustache:2: error: it includes ../../application, which is no template of templates/");
  }

  @Test
  void says_what_the_server_said_to_one_mail() throws Exception {
    try (MoodySmtpServer server = new MoodySmtpServer()) {
      System.setProperty(PORT, Integer.toString(server.port()));
      server.answer("550 5.1.1 <bob@example.org> no such user");
      assertThat(run("test", "send-smtp", "--to", "bob@example.org")).isEqualTo(new Ended(1, "", "wadi: refused: 550 5.1.1 (address) no such user\n"));
      server.judge(mail -> "250 2.0.0 Ok: queued as 4F1");
      assertThat(run("test", "send-email-smtp", "--to", "bob@example.org")).isEqualTo(new Ended(0, "taken: 250 2.0.0 Ok: queued as 4F1\n", ""));
      assertThat(server.mails()).singleElement().asString().contains("To: bob@example.org", "Subject: A test of Wadi");
    }
    assertThat(run("test", "send-pigeon", "--to", "bob@example.org").code()).isEqualTo(2);
  }

  @Test
  void sends_no_key_in_the_clear_to_a_provider_it_only_tries() {
    System.setProperty(BREVO, "http://mail.example.com");
    assertThat(run("test", "send-brevo", "--to", "bob@example.org").err()).contains("delivery.email.brevo.url", "https://");
  }

  private static Ended run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = WadiCommand.execute(words);
      return new Ended(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
