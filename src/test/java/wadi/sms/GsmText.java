package wadi.sms;

import java.util.Map;

/** The default alphabet of 3GPP TS 23.038, written down once more: what Wadi encodes is read by this. */
final class GsmText {
  private static final String[] ROWS = {
      "@£$¥èéùìòÇ\nØø\rÅå", "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ", " !\"#¤%&'()*+,-./", "0123456789:;<=>?",
      "¡ABCDEFGHIJKLMNO", "PQRSTUVWXYZÄÖÑÜ§", "¿abcdefghijklmno", "pqrstuvwxyzäöñüà"};
  private static final Map<Integer, Character> EXTENSION = Map.of(0x0A, '\f', 0x14, '^', 0x28, '{', 0x29, '}', 0x2F, '\\', 0x3C, '[', 0x3D, '~', 0x3E, ']',
      0x40, '|', 0x65, '€');

  private GsmText() {}

  /** An octet for each septet. */
  static String read(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < octets.length; i++) {
      int code = octets[i] & 0xFF;
      if (code == 0x1B && i + 1 < octets.length) {
        text.append(EXTENSION.getOrDefault((int) octets[++i], '?'));
      } else {
        text.append(code < 128 ? ROWS[code >> 4].charAt(code & 15) : '?');
      }
    }
    return text.toString();
  }
}
