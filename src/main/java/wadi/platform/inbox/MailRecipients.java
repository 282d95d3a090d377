package wadi.platform.inbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;

/** Whom the inbox takes a mail for: anybody, 100 at a time (RFC 5321, 4.5.3.1.8). */
final class MailRecipients extends SmtpManager {

  private static final int MOST = 100;

  /** Without GreenMail's users and mailboxes: those keep every mail in memory. */
  MailRecipients() {
    super(null, null);
  }

  @Override
  public String checkRecipient(SmtpState state, MailAddress recipient) {
    if (recipient.getEmail().isBlank()) {
      return "553 5.1.3 A recipient needs an address";
    }
    return state.getMessage().getToAddresses().size() < MOST ? null : "452 4.5.3 Too many recipients";
  }
}
