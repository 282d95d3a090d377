package wadi.camel.delivery;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** A mail to one recipient, complete but for its sender, which the endpoint knows that sends it. */
public final class OutgoingMail extends MimeMessage {
  private static final Session ASCII = Session.getInstance(new Properties());
  private static final Session UTF_8 = Session.getInstance(international(new Properties()));

  private final String id;
  private final MailAddress recipient;
  private String answer = "";

  /** @param id with its brackets; the same whenever this mail is sent */
  OutgoingMail(String id, MailAddress recipient) {
    super(recipient.isInternational() ? UTF_8 : ASCII);
    this.id = id;
    this.recipient = recipient;
  }

  /** Lets addresses be written as they are (RFC 6531). */
  static Properties international(Properties properties) {
    properties.put("mail.mime.allowutf8", "true");
    return properties;
  }

  /** Whether only servers that know SMTPUTF8 take it. */
  boolean isInternational() {
    return recipient.isInternational();
  }

  /** The envelope's: never what a header says. */
  @Override
  public Address[] getAllRecipients() {
    InternetAddress address = new InternetAddress();
    address.setAddress(recipient.text());
    return new Address[] {address};
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  /** What the server said when it took it. */
  String answer() {
    return answer;
  }

  void answered(String words) {
    answer = words;
  }

  /** Names nobody: it may stand in a log. */
  @Override
  public String toString() {
    return "mail " + id;
  }
}
