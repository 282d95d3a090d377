package wadi.domain.intake;

/** Dates with a time in ISO 8601's extended form: they have 12 to 17 digits, but no card number has colons. */
final class Timestamps {
  private static final String SHAPE = "dddd-dd-ddTdd:dd";
  private static final int LONGEST = 35;

  private Timestamps() {}

  static boolean iso(String text) {
    if (text.length() < SHAPE.length() || text.length() > LONGEST) return false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = i < SHAPE.length() ? fits(c, SHAPE.charAt(i)) : c >= '0' && c <= '9' || ":.,+-Z".indexOf(c) >= 0;
      if (!fits) return false;
    }
    return true;
  }

  private static boolean fits(char c, char shape) {
    return switch (shape) {
      case 'd' -> c >= '0' && c <= '9';
      case 'T' -> c == 'T' || c == 't' || c == ' ';
      default -> c == shape;
    };
  }
}
