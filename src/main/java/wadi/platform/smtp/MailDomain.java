package wadi.platform.smtp;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/** The domain of a mail address in ASCII, as it travels (RFC 5890): {@code xn--} for other letters. */
public final class MailDomain {
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  /** Java's way to ASCII (RFC 3490) makes other letters of these, and with them another domain, than today's (RFC 5891). */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\u00DF\u1E9E\u03C2]");
  /** Some of these Java would leave out. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}]");

  private MailDomain() {}

  /** Empty when it is none. */
  public static Optional<String> ascii(String domain) {
    if (UNSEEN.matcher(domain).find() || isAmbiguous(domain)) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES)).filter(ascii -> DOMAIN.matcher(ascii).matches());
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Whether systems of different age would make different domains of it. */
  public static boolean isAmbiguous(String domain) {
    return AMBIGUOUS.matcher(domain).find();
  }
}
