package wadi.domain.intake;

/** The shape of a UUID (RFC 9562): 8-4-4-4-12 hexadecimal digits that stand alone. */
final class Uuid {
  static final int LENGTH = 36;

  private Uuid() {}

  static boolean at(String text, int from) {
    int to = from + LENGTH;
    if (to > text.length() || text.charAt(from + 8) != '-' || text.charAt(from + 13) != '-') return false;
    if (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) return false;
    if (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) return false;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(from + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !hex(c)) return false;
    }
    return true;
  }

  private static boolean hex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
