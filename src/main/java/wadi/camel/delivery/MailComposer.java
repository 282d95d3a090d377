package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes the mail of a delivery. Its header has To, Subject, Message-ID, Date, From (set by who sends it), the fields of MIME, and
 * List-Unsubscribe where the payload has {@code unsubscribe}; nothing that stands in a value can add another.
 */
public final class MailComposer {
  /** RFC 2369 and 8058; one field, so no character that ends an address in it. */
  private static final Pattern UNSUBSCRIBE = Pattern.compile("(https://|mailto:)[!-~&&[^<>,\"\\\\]]{1,800}");

  private final String domain;

  /** @param domain the right part of each Message-ID */
  public MailComposer(String domain) {
    this.domain = domain;
  }

  /**
   * The mail that a delivery is about.
   *
   * @param id of the delivery: with it the Message-ID is the same on every attempt
   * @param payload {@code subject}, {@code text}, {@code html}; perhaps {@code name}, {@code attachments}, {@code unsubscribe}
   * @throws SendRefused when its recipient cannot be one, or a part of it cannot be sent
   */
  public OutgoingMail compose(Object id, Object recipient, Map<?, ?> payload, Instant now) throws MessagingException {
    MailAddress address = MailAddress.of(recipient);
    OutgoingMail mail = new OutgoingMail("<" + id + "@" + domain + ">", address);
    mail.setHeader("To", HeaderText.mailbox(text(payload, "name"), address.text()));
    mail.setHeader("Subject", HeaderText.text("Subject", text(payload, "subject")));
    mail.setSentDate(Date.from(now));
    String unsubscribe = text(payload, "unsubscribe");
    if (!unsubscribe.isEmpty()) {
      unsubscribe(mail, unsubscribe);
    }
    MailParts.fill(mail, payload);
    mail.saveChanges();
    return mail;
  }

  private static void unsubscribe(OutgoingMail mail, String address) throws MessagingException {
    if (!UNSUBSCRIBE.matcher(address).matches()) {
      throw new SendRefused("unsubscribe is neither an https: nor a mailto: address");
    }
    mail.setHeader("List-Unsubscribe", "<" + address + ">");
    if (address.startsWith("https:")) {
      mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
  }

  private static String text(Map<?, ?> payload, String key) {
    return payload.get(key) instanceof String text ? text : "";
  }
}
