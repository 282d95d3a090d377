package wadi.platform.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import wadi.platform.StartupException;

/**
 * The mail server of a laptop, on 127.0.0.1: every mail that is handed in ends in the {@link Inbox}, one message for
 * each envelope recipient, and nothing leaves.
 *
 * <p>SMTP's 250 after DATA means that the mail is committed. While the database fails the answer is 451; a mail over
 * 10 MiB gets 552. No mail is kept in memory.
 */
public final class InboxSmtpServer implements AutoCloseable {

  private final MailListener listener;
  private final int port;

  private InboxSmtpServer(MailListener listener, int port) {
    this.listener = listener;
    this.port = port;
  }

  /**
   * Starts the server; connections are taken when this returns.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @throws StartupException when the port cannot be used
   */
  public static InboxSmtpServer start(Inbox inbox, int port) {
    ServerSocket socket = bind(port);
    MailListener listener = new MailListener(socket, inbox);
    listener.startService();
    return new InboxSmtpServer(listener, socket.getLocalPort());
  }

  /** The port the server listens on. */
  public int port() {
    return port;
  }

  /** Stops taking connections and ends those there are; a mail not yet answered may or may not be kept. */
  @Override
  public void close() {
    listener.stopService();
  }

  /** Bound here, not in GreenMail's thread: so the person who started it hears what is wrong. */
  private static ServerSocket bind(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException(
          "The inbox cannot listen on 127.0.0.1:" + port + " (" + e.getMessage()
              + "). Stop what uses the port, or set inbox.smtp-port to another one.",
          e);
    }
  }
}
