package wadi.camel.delivery;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where a mail goes, as it stands in the envelope (RFC 5321, 4.1.2; RFC 6531): one address and nothing else.
 *
 * @param local what is before the @
 * @param domain in ASCII, {@code xn--} for other letters
 */
record MailAddress(String local, String domain) {
  private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[\\p{L}\\p{M}\\p{N}\\p{S}\\p{P}&&[^\\x00-\\x7F]])+";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  /** Java's way to ASCII (RFC 3490) makes other letters of these, and with them another domain, than today's (RFC 5891). */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\u00DF\u1E9E\u03C2]");
  /** Some of these Java would leave out. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}]");
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST = 254;

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
    if (UNSEEN.matcher(domain).find()) {
      throw refused();
    }
    if (AMBIGUOUS.matcher(domain).find()) {
      throw new SendRefused("the recipient's domain has a letter that mail systems read differently: write the domain in its xn-- form");
    }
    try {
      String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
      if (DOMAIN.matcher(ascii).matches()) {
        return ascii;
      }
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      // it is refused below
    }
    throw refused();
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
