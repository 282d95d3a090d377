package wadi.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An SMTP server that answers each recipient, and each mail, as it is told to. */
public final class MoodySmtpServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private volatile String answer = "550 no such user";
  private volatile UnaryOperator<String> judge = mail -> "250 taken";

  public MoodySmtpServer() throws IOException {
    new Thread(this::accept, "moody-smtp").start();
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** To RCPT TO from now on. */
  public void answer(String line) {
    answer = line;
  }

  /** To RCPT TO whoever it is, and from now on to each mail, which it is given with its header. */
  public void judge(UnaryOperator<String> answerTo) {
    answer = "250 fine";
    judge = answerTo;
  }

  /** What it took, each with its header. */
  public List<String> mails() {
    return mails;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        new Thread(() -> talk(client), "moody-smtp-client").start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talk(Socket client) {
    try (client; BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      say(client, "220 moody");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String verb = line.toUpperCase(Locale.ROOT);
        if (verb.startsWith("RCPT")) {
          say(client, answer);
        } else if (verb.startsWith("DATA")) {
          say(client, "354 go on");
          StringBuilder mail = new StringBuilder();
          String text = in.readLine();
          for (; text != null && !text.equals("."); text = in.readLine()) {
            mail.append(text).append('\n');
          }
          if (text == null) {
            return; // half a mail is none
          }
          String verdict = judge.apply(mail.toString());
          if (verdict.startsWith("250")) {
            mails.add(mail.toString());
          }
          say(client, verdict);
        } else {
          say(client, verb.startsWith("QUIT") ? "221 bye" : "250 fine");
        }
      }
    } catch (IOException e) {
      // the client hung up
    }
  }

  private static void say(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
