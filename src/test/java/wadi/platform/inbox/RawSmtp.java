package wadi.platform.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** SMTP by hand, to say what a decent client would not. */
final class RawSmtp implements AutoCloseable {

  static final String ENVELOPE = "MAIL FROM:<from@example.org>\r\nRCPT TO:<to@example.org>\r\nDATA\r\n";

  private final Socket socket;
  private final BufferedReader replies;

  RawSmtp(int port) throws IOException {
    socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
    replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Connects and reads the greeting. */
  static RawSmtp greeted(int port) throws IOException {
    RawSmtp smtp = new RawSmtp(port);
    assertThat(smtp.reply()).startsWith("220 ");
    return smtp;
  }

  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** The last line of the next reply, or null at the end of the connection. */
  String reply() throws IOException {
    String line = replies.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = replies.readLine();
    }
    return line;
  }

  String ask(String command) throws IOException {
    say(command + "\r\n");
    return reply();
  }

  /** Everything up to the invitation to send the mail. */
  void startMail() throws IOException {
    say(ENVELOPE);
    assertThat(reply()).startsWith("250");
    assertThat(reply()).startsWith("250");
    assertThat(reply()).startsWith("354");
  }

  /** One whole mail; the reply to its end. */
  String mail(String source) throws IOException {
    startMail();
    say(source + "\r\n.\r\n");
    return reply();
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
