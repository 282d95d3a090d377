package wadi.domain.mail;

import java.util.regex.Pattern;

/** Addresses of mail, international ones too (RFC 5321, RFC 6531). What a server makes of one is for the server to say. */
public final class MailAddress {
  private static final Pattern FORM = Pattern.compile("[^\\s\\p{Cntrl}@<>()\\[\\],;:\\\\\"]+@[^\\s\\p{Cntrl}@<>()\\[\\],;:\\\\\"]+");
  private static final int LONGEST = 254;

  private MailAddress() {}

  /** Whether it is one address and nothing else: no name, no list, no line break. */
  public static boolean isOne(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches() && text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.isSpaceChar(c));
  }
}
