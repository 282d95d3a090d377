package wadi.platform.inbox;

import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpState;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;

/** One SMTP connection: says hello, obeys commands, and ends alone, whatever goes wrong on it. */
final class MailSession extends SmtpHandler {

  private final Semaphore free;

  /** @param free connections the server still takes */
  MailSession(MailCommands commands, Socket socket, Semaphore free) {
    super(commands, new MailRecipients(), socket);
    this.free = free;
  }

  @Override
  public void run() {
    boolean taken = free.tryAcquire();
    try {
      socket.setTcpNoDelay(true);
      conn = new MailConnection(this, socket);
      state = new SmtpState();
      if (taken) {
        obeyCommands();
      } else {
        conn.send("421 4.3.2 Too many connections");
      }
    } catch (IOException | RuntimeException e) {
      log.debug("An SMTP connection to the inbox broke", e);
    } finally {
      close();
      if (taken) {
        free.release();
      }
    }
  }

  private void obeyCommands() throws IOException {
    sendGreetings();
    try {
      while (!isQuitting()) {
        handleCommand();
      }
    } catch (SocketTimeoutException e) {
      conn.send("421 4.4.2 Nothing was said for " + getSoTimeout() + " ms");
    }
  }

  @Override
  protected void sendGreetings() {
    conn.send("220 " + conn.getServerGreetingsName() + " Wadi's development inbox: nothing leaves from here");
  }
}
