package wadi.domain.delivery;

import java.util.regex.Pattern;

/** A telephone number as the world knows it (ITU-T E.164): a plus, the country code, the number. */
public final class PhoneNumber {
  private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

  private PhoneNumber() {}

  /** For example {@code +447700900123}: digits only after the plus, no blanks, 7 to 15 of them. */
  public static boolean isInternational(String text) {
    return E164.matcher(text).matches();
  }
}
