package wadi.platform.inbox;

import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;

/** GreenMail's SMTP commands, with ours for what must be bounded or kept. */
final class MailCommands extends SmtpCommandRegistry {

  /** The largest mail taken, in bytes: 10 MiB. */
  static final int LARGEST_MAIL = 10 << 20;

  private final SmtpCommand hello = new HelloCommand();
  private final SmtpCommand sender = new SenderCommand();
  private final SmtpCommand keep;

  MailCommands(Inbox inbox) {
    keep = new KeepMailCommand(inbox);
  }

  @Override
  public SmtpCommand getCommand(String name) {
    return switch (name) {
      case "EHLO" -> hello;
      case "MAIL" -> sender;
      case "DATA" -> keep;
      case "AUTH" -> null; // Nobody needs to log in, and GreenMail would keep the users.
      default -> super.getCommand(name);
    };
  }
}
