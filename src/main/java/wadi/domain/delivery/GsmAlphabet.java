package wadi.domain.delivery;

/**
 * How much of an SMS a text takes (3GPP TS 23.038, 6.1.2 and 6.2): in the default alphabet 160 septets, a character of
 * its extension table counting two; with any other character in it 70 units of UTF-16.
 */
final class GsmAlphabet {
  private static final int SEPTETS = 160;
  private static final int UNITS = 70;
  private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENSION = "\f^{}\\[~]|€";
  private static final int[] EXTENDED = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};
  private static final int ESCAPE = 0x1B;

  private GsmAlphabet() {}

  /** Whether the text goes into one message. */
  static boolean fitsOneMessage(String text) {
    return isGsm(text) ? septets(text) <= SEPTETS : text.length() <= UNITS;
  }

  static boolean isGsm(String text) {
    return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0);
  }

  /** For a text of the default alphabet. */
  static int septets(String text) {
    return text.length() + (int) text.chars().filter(c -> EXTENSION.indexOf(c) >= 0).count();
  }

  /** The codes of one character of the alphabet, each in an octet of its own: one, or an escape and one of the extension table. */
  static byte[] codes(char c) {
    int basic = BASIC.indexOf(c);
    if (basic < 0) {
      return new byte[] {ESCAPE, (byte) EXTENDED[EXTENSION.indexOf(c)]};
    }
    return new byte[] {(byte) (basic < ESCAPE ? basic : basic + 1)};
  }
}
