package wadi.platform.inbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Finds the first text/plain and the first text/html part of a mail, attachments left out. */
final class MailBodies {

  private static final int DEEPEST = 20;

  private String text;
  private String html;

  /** The plain text, or empty. */
  String text() {
    return text == null ? "" : text;
  }

  /** The HTML, or null. */
  String html() {
    return html;
  }

  /**
   * Walks the parts in their order.
   *
   * @return whether the mail could be read as MIME; if not, nothing worth showing was found
   */
  boolean collect(MimeMessage mail) throws MessagingException, IOException {
    return collect(mail, 0) || text != null || html != null;
  }

  private boolean collect(MimePart part, int depth) throws MessagingException, IOException {
    ContentType type = type(part);
    if (type.match("multipart/*")) {
      return depth < DEEPEST && collectNested(part, depth + 1);
    }
    if (!isAttachment(part)) {
      if (text == null && type.match("text/plain")) {
        text = decoded(part, type);
      } else if (html == null && type.match("text/html")) {
        html = decoded(part, type);
      }
    }
    return true;
  }

  private boolean collectNested(MimePart part, int depth) throws IOException {
    try {
      boolean readable = true;
      // Not part.getContent(): that looks for a content handler through the thread's class loader.
      MimeMultipart parts = new MimeMultipart(new MimePartDataSource(part));
      for (int i = 0; i < parts.getCount() && (text == null || html == null); i++) {
        readable &= collect((MimePart) parts.getBodyPart(i), depth);
      }
      return readable;
    } catch (MessagingException e) {
      return false;
    }
  }

  /** RFC 2045, 5.2: without a usable Content-Type a part is plain text. */
  private static ContentType type(MimePart part) throws MessagingException {
    try {
      String type = part.getContentType();
      return new ContentType(type == null ? "text/plain" : type);
    } catch (ParseException e) {
      return new ContentType("text", "plain", null);
    }
  }

  private static boolean isAttachment(MimePart part) throws MessagingException {
    try {
      return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    } catch (ParseException e) {
      return false;
    }
  }

  private static String decoded(MimePart part, ContentType type) throws MessagingException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = part.getInputStream()) {
      in.transferTo(bytes);
    } catch (MessagingException | IOException e) {
      // An unknown or broken transfer encoding: what came before the break is shown.
    }
    if (bytes.size() == 0) {
      source(part).transferTo(bytes);
    }
    return lines(bytes.toString(charset(type)));
  }

  private static InputStream source(MimePart part) throws MessagingException {
    return part instanceof MimeBodyPart body ? body.getRawInputStream() : ((MimeMessage) part).getRawInputStream();
  }

  /** UTF-8 stands in for a charset that is missing or unknown, and for US-ASCII, which it contains. */
  private static Charset charset(ContentType type) {
    try {
      Charset charset = Charset.forName(type.getParameter("charset"));
      return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  /** Line breaks as Java writes them. */
  static String lines(String text) {
    return text.replace("\r\n", "\n");
  }
}
