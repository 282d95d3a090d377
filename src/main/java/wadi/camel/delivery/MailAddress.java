package wadi.camel.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.platform.smtp.MailDomain;

/**
 * Where a mail goes, as it stands in the envelope (RFC 5321, 4.1.2; RFC 6531): one address and nothing else.
 *
 * @param local what is before the @
 * @param domain in ASCII, {@code xn--} for other letters
 */
public record MailAddress(String local, String domain) {
  private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[\\p{L}\\p{M}\\p{N}\\p{S}\\p{P}&&[^\\x00-\\x7F]])+";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST = 254;

  /** What is wrong with an address that somebody gives us, if anything. */
  public static Optional<String> fault(String text) {
    try {
      of(text);
      return Optional.empty();
    } catch (SendRefused e) {
      return Optional.of(MailDomain.isAmbiguous(text.substring(text.lastIndexOf('@') + 1))
          ? "has a letter in its domain that mail systems read differently: write the domain in its xn-- form" : "is no mail address");
    }
  }

  /** @throws SendRefused when it is no address, or more than one */
  static MailAddress of(Object value) {
    String text = value instanceof String given ? given : "";
    int at = text.lastIndexOf('@');
    if (at < 1 || !LOCAL.matcher(text.substring(0, at)).matches() || size(text.substring(0, at)) > LONGEST_LOCAL) {
      throw refused();
    }
    MailAddress address = new MailAddress(text.substring(0, at), ascii(text.substring(at + 1)));
    if (size(address.text()) > LONGEST) {
      throw refused();
    }
    return address;
  }

  private static String ascii(String domain) {
    if (MailDomain.isAmbiguous(domain)) {
      throw new SendRefused("the recipient's domain has a letter that mail systems read differently: write the domain in its xn-- form");
    }
    return MailDomain.ascii(domain).orElseThrow(MailAddress::refused);
  }

  private static SendRefused refused() {
    return new SendRefused("the recipient's address is no mail address");
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether only servers that know SMTPUTF8 take it. */
  boolean isInternational() {
    return !local.chars().allMatch(c -> c < 128);
  }

  String text() {
    return local + "@" + domain;
  }
}
