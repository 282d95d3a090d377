package wadi.domain.intake;

/** The check digit of card numbers: ISO/IEC 7812-1, annex B. */
final class Luhn {
  private Luhn() {}

  static boolean holds(CharSequence digits) {
    return holds(digits, 0, digits.length());
  }

  static boolean holds(CharSequence digits, int from, int to) {
    int sum = 0;
    boolean twice = false;
    for (int i = to - 1; i >= from; i--, twice = !twice) {
      int digit = digits.charAt(i) - '0';
      int weighed = twice ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
