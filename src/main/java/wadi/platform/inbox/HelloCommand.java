package wadi.platform.inbox;

import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;

/** EHLO: says what the inbox can do, among it the largest mail it takes (RFC 1870). */
final class HelloCommand extends SmtpCommand {

  @Override
  public void execute(SmtpConnection connection, SmtpState state, SmtpManager manager, String line) {
    state.clearMessage();
    connection.send("250-" + connection.getServerGreetingsName());
    connection.send("250-SIZE " + MailCommands.LARGEST_MAIL);
    connection.send("250-8BITMIME");
    connection.send("250-PIPELINING");
    connection.send("250 SMTPUTF8");
  }
}
