package wadi.e2e;

/** Card numbers nobody has. */
final class Cards {
  private Cards() {}

  /** The nth number of this length that begins with 4 and has a right check digit (ISO/IEC 7812-1, annex B). */
  static String number(int n, int length) {
    String digits = "4" + String.format("%0" + (length - 2) + "d", 987_654_321L * (n + 1) % (long) Math.pow(10, length - 2));
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return digits + (10 - sum % 10) % 10;
  }

  static String masked(String card) {
    return card.substring(0, 6) + "*".repeat(card.length() - 10) + card.substring(card.length() - 4);
  }
}
