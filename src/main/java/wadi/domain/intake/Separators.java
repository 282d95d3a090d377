package wadi.domain.intake;

/** What people and programs put between the digits of one number. A colon is not among them: it parts times. */
final class Separators {
  private Separators() {}

  static boolean include(int c) {
    if (c < 0x80) return c <= ' ' || c == '-' || c == '.' || c == '/' || c == '_' || c == ',' || c == 0x7F;
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL,
          Character.FORMAT, Character.DASH_PUNCTUATION, Character.CONNECTOR_PUNCTUATION, Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK -> true;
      default -> lookAlike(c);
    };
  }

  /** Minus sign, middle dots and bullet, full-width and ideographic stops and commas, what repairs a broken text. */
  private static boolean lookAlike(int c) {
    return switch (c) {
      case 0x2212, 0x00B7, 0x2022, 0x2024, 0x2027, 0x2044, 0x30FB, 0xFF0E, 0xFF0C, 0xFF0F, 0x3001, 0x3002, 0x066B, 0x066C,
          0xFFFD -> true;
      default -> false;
    };
  }
}
