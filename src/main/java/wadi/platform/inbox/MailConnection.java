package wadi.platform.inbox;

import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads commands and mails in bounded memory; GreenMail's own reading has no bounds. */
final class MailConnection extends SmtpConnection {

  private static final int LONGEST_COMMAND = SmtpHandler.LINE_LENGHT_LIMIT + 1;

  private final InputStream in;

  MailConnection(SmtpHandler session, Socket socket) throws IOException {
    super(session, socket);
    in = new BufferedInputStream(socket.getInputStream());
  }

  @Override
  public String getServerGreetingsName() {
    return "localhost";
  }

  /** A command without its CRLF, cut just above the longest that is allowed, or null at the end of the stream. */
  @Override
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int before = 0, b = in.read(); b >= 0; before = b, b = in.read()) {
      if (before == '\r' && b == '\n') {
        return withoutCarriageReturn(line.toString(StandardCharsets.UTF_8));
      }
      if (line.size() < LONGEST_COMMAND) {
        line.write(b);
      }
    }
    return null;
  }

  private static String withoutCarriageReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /**
   * Reads up to {@code <CRLF>.<CRLF>} and undoes dot stuffing (RFC 5321, 4.5.2). A bare LF ends no line: else a sender
   * could smuggle a second mail past a server that thinks so.
   *
   * @param limit bytes
   * @return the mail without its last CRLF, or null when it is larger than the limit; it is read to its end anyway
   * @throws EOFException when the connection ends before the mail
   */
  byte[] readMail(int limit) throws IOException {
    ByteArrayOutputStream mail = new ByteArrayOutputStream(8192);
    boolean tooLarge = false;
    Position position = Position.LINE_START;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("The connection ended inside a mail");
      }
      Position before = position;
      position = position.after(b);
      if (position == Position.END) {
        return tooLarge ? null : withoutLastBreak(mail.toByteArray());
      }
      if (position == Position.DOT || position == Position.DOT_CR) {
        continue;
      }
      if (before == Position.DOT_CR) {
        mail.write('\r');
      }
      mail.write(b);
      if (mail.size() > limit + 2) {
        tooLarge = true;
        mail.reset();
      }
    }
  }

  private static byte[] withoutLastBreak(byte[] mail) {
    return mail.length < 2 ? mail : Arrays.copyOf(mail, mail.length - 2);
  }

  /** Where in a mail's lines the reading stands. */
  private enum Position {
    LINE_START, TEXT, CR, DOT, DOT_CR, END;

    Position after(int b) {
      if (this == LINE_START && b == '.') {
        return DOT;
      }
      if (this == DOT && b == '\r') {
        return DOT_CR;
      }
      if (this == DOT_CR && b == '\n') {
        return END;
      }
      if (this == CR && b == '\n') {
        return LINE_START;
      }
      return b == '\r' ? CR : TEXT;
    }
  }
}
