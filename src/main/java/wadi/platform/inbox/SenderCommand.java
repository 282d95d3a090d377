package wadi.platform.inbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.MailCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MAIL as GreenMail has it, but a mail announced as too large is refused at once, and bounces may come from {@code <>}. */
final class SenderCommand extends SmtpCommand {

  private static final Pattern SIZE = Pattern.compile("\\sSIZE=(\\d{1,18})(\\s|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOBODY = Pattern.compile("MAIL FROM:\\s?<>.*", Pattern.CASE_INSENSITIVE);

  private final MailCommand mail = new MailCommand();

  @Override
  public void execute(SmtpConnection connection, SmtpState state, SmtpManager manager, String line) {
    Matcher size = SIZE.matcher(line);
    if (size.find() && Long.parseLong(size.group(1)) > MailCommands.LARGEST_MAIL) {
      connection.send(KeepMailCommand.TOO_LARGE);
      return;
    }
    mail.execute(connection, state, manager, line);
    if (NOBODY.matcher(line).matches()) {
      state.getMessage().setReturnPath(new MailAddress(""));
    }
  }
}
