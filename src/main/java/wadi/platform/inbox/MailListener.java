package wadi.platform.inbox;

import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** GreenMail's SMTP server on a socket that is already bound, with our sessions on it. */
final class MailListener extends SmtpServer {

  private static final int MOST_CONNECTIONS = 100;

  /** RFC 5321, 4.5.3.2.7. */
  private static final int PATIENCE_MILLIS = 5 * 60 * 1000;

  private final ServerSocket bound;
  private final MailCommands commands;
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

  MailListener(ServerSocket bound, Inbox inbox) {
    super(
        new ServerSetup(bound.getLocalPort(), bound.getInetAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP),
        null);
    this.bound = bound;
    commands = new MailCommands(inbox);
    setDaemon(true); // And so are the threads it starts: the inbox keeps no JVM alive.
    setClientSocketTimeout(PATIENCE_MILLIS);
  }

  @Override
  protected ServerSocket openServerSocket() {
    return bound;
  }

  @Override
  protected ProtocolHandler createProtocolHandler(Socket client) {
    return new MailSession(commands, client, free);
  }
}
