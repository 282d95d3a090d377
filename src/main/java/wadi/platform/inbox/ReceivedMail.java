package wadi.platform.inbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What a reader wants to see of a mail. Line breaks are {@code \n}.
 *
 * @param subject decoded (RFC 2047); empty where there is none
 * @param text the first text/plain part that is no attachment; empty where there is none; the source of a mail that
 *     cannot be read as MIME
 * @param html the first text/html part that is no attachment, or null
 */
record ReceivedMail(String subject, String text, String html) {

  /** Each part costs some hundred bytes of memory, so ten mebibytes of empty parts would cost half a gibibyte. */
  private static final int MOST_BOUNDARIES = 10_000;

  private static final Session SESSION = session();

  /** Reads the source of a mail, whatever it is: this never throws. */
  static ReceivedMail read(byte[] source) {
    String subject = "";
    try {
      MimeMessage mail = new MimeMessage(SESSION, new SharedByteArrayInputStream(source));
      subject = subject(mail);
      MailBodies bodies = new MailBodies();
      if (boundaries(source) <= MOST_BOUNDARIES && bodies.collect(mail)) {
        return new ReceivedMail(subject, bodies.text(), bodies.html());
      }
    } catch (MessagingException | IOException | RuntimeException e) {
      // A broken mail is what somebody may be looking for, so it is shown as it came.
    }
    return new ReceivedMail(subject, MailBodies.lines(new String(source, StandardCharsets.UTF_8)), null);
  }

  private static String subject(MimeMessage mail) throws MessagingException {
    String subject = mail.getSubject();
    return subject == null ? "" : subject;
  }

  private static int boundaries(byte[] source) {
    int count = 0;
    for (int i = 2; i < source.length; i++) {
      if (source[i] == '-' && source[i - 1] == '-' && source[i - 2] == '\n') {
        count++;
      }
    }
    return count;
  }

  private static Session session() {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    return Session.getInstance(properties);
  }
}
