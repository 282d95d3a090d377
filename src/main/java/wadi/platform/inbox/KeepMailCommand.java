package wadi.platform.inbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * DATA: 250 is a promise, so it is said only after the mail's rows are committed. GreenMail's own command would go
 * through a lock over all connections and into mailboxes in memory.
 */
final class KeepMailCommand extends SmtpCommand {

  static final String TOO_LARGE = "552 5.3.4 A mail may have " + MailCommands.LARGEST_MAIL + " bytes";

  private final Inbox inbox;

  KeepMailCommand(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public void execute(SmtpConnection connection, SmtpState state, SmtpManager manager, String line)
      throws IOException {
    MovingMessage envelope = state.getMessage();
    if (envelope.getToAddresses().isEmpty()) {
      connection.send("503 5.5.1 MAIL and RCPT come before DATA");
      return;
    }
    connection.send("354 End the mail with a dot on a line of its own");
    byte[] source = ((MailConnection) connection).readMail(MailCommands.LARGEST_MAIL);
    state.clearMessage();
    connection.send(source == null ? TOO_LARGE : keep(source, recipients(envelope)));
  }

  private String keep(byte[] source, List<String> recipients) {
    ReceivedMail mail = ReceivedMail.read(source);
    try {
      inbox.add(
          new InboxMessage("email", recipients.get(0), mail.subject(), mail.text(), mail.html(), Instant.now()),
          recipients);
      return "250 2.0.0 Kept";
    } catch (RuntimeException e) {
      // The class alone: a database's message may quote the mail.
      log.warn("inbox: a mail was refused for now, because of {}", e.getClass().getSimpleName());
      return "451 4.3.0 The database cannot be used, try again later";
    }
  }

  /** GreenMail keeps them unordered. */
  private static List<String> recipients(MovingMessage envelope) {
    return envelope.getToAddresses().stream().map(MailAddress::getEmail).sorted().toList();
  }
}
