package wadi.domain.intake;

/** Text as PostgreSQL takes it: it refuses U+0000, and half a surrogate pair has no UTF-8. */
public final class StorableText {
  private static final int REFUSED = 1 << 31;

  private StorableText() {}

  /** The text with U+FFFD for each character PostgreSQL would refuse. */
  public static String of(String text) {
    return repaired(text, scan(text));
  }

  /** Counts the digits of a text in one pass; the result is negative when the text must be repaired first. */
  static int scan(String text) {
    int digits = 0;
    int refused = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c >= '0' && c <= '9') digits++;
        if (c == 0) refused = REFUSED;
      } else if (!Character.isSurrogate(c)) {
        if (Character.isDigit(c)) digits++;
      } else if (startsPair(text, i)) {
        if (Character.isDigit(text.codePointAt(i++))) digits++;
      } else {
        refused = REFUSED;
      }
    }
    return digits | refused;
  }

  static int digits(int scan) {
    return scan & ~REFUSED;
  }

  static String repaired(String text, int scan) {
    if (scan >= 0) return text;
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (startsPair(out, i)) i++;
      else if (c == 0 || Character.isSurrogate(c)) out.setCharAt(i, '\uFFFD');
    }
    return out.toString();
  }

  private static boolean startsPair(CharSequence text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }
}
