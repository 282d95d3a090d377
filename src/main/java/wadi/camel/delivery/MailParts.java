package wadi.camel.delivery;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The body of a mail: {@code multipart/alternative} of text and HTML, and around it {@code multipart/mixed} when there are attachments; inside
 * the alternative some programs would not show them.
 */
final class MailParts {
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]");
  private static final Pattern TYPE = Pattern.compile("(?!(?i:multipart|message)/)[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}");
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final int LONGEST_NAME = 120;

  private MailParts() {}

  /** @throws SendRefused when an attachment cannot be read */
  static void fill(MimePart mail, Map<?, ?> payload) throws MessagingException {
    List<?> attachments = payload.get("attachments") instanceof List<?> list ? list : List.of();
    if (attachments.isEmpty()) {
      words(mail, payload);
      return;
    }
    MimeMultipart mixed = new MimeMultipart("mixed");
    MimeBodyPart words = new MimeBodyPart();
    words(words, payload);
    mixed.addBodyPart(words);
    for (int i = 0; i < attachments.size(); i++) {
      mixed.addBodyPart(attachment(attachments.get(i), i + 1));
    }
    mail.setContent(mixed);
  }

  private static void words(MimePart part, Map<?, ?> payload) throws MessagingException {
    Object text = payload.get("text");
    Object html = payload.get("html");
    if (html == null) {
      part.setText(clean(text), "UTF-8", "plain");
      return;
    }
    MimeMultipart alternative = new MimeMultipart("alternative");
    if (text != null) {
      alternative.addBodyPart(word(text, "plain"));
    }
    alternative.addBodyPart(word(html, "html"));
    part.setContent(alternative);
  }

  private static MimeBodyPart word(Object text, String kind) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(clean(text), "UTF-8", kind);
    return part;
  }

  private static String clean(Object text) {
    return text == null ? "" : CONTROLS.matcher(text.toString()).replaceAll("");
  }

  private static MimeBodyPart attachment(Object value, int number) throws MessagingException {
    Map<?, ?> attachment = value instanceof Map<?, ?> map ? map : Map.of();
    String type = String.valueOf(attachment.get("type"));
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(content(attachment.get("base64"), number), TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE)));
    part.setFileName(name(attachment.get("name"), number));
    part.setDisposition(Part.ATTACHMENT);
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  private static byte[] content(Object base64, int number) {
    try {
      return Base64.getMimeDecoder().decode(String.valueOf(base64));
    } catch (IllegalArgumentException e) {
      throw new SendRefused("attachment " + number + " is not written in Base64");
    }
  }

  /** A file's name alone, without folders. */
  static String name(Object name, int number) {
    String line = name == null ? "" : HeaderText.oneLine(name.toString()).replaceFirst(".*[/\\\\]", "").replaceFirst("^[. ]+", "");
    int[] characters = line.codePoints().limit(LONGEST_NAME).toArray();
    return characters.length == 0 ? "attachment-" + number : new String(characters, 0, characters.length);
  }
}
