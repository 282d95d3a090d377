package wadi.cli.send;

import java.util.Random;

/** Card numbers with a right check digit (ISO/IEC 7812-1, annex B), from ranges that card schemes publish for tests. */
final class TestCards {
  private static final String[] RANGES = {"411111", "401288", "424242", "555555", "510510", "222300", "601111"};
  private static final int LENGTH = 16;

  private TestCards() {}

  static String next(Random random) {
    StringBuilder digits = new StringBuilder(RANGES[random.nextInt(RANGES.length)]);
    while (digits.length() < LENGTH - 1) {
      digits.append(random.nextInt(10));
    }
    return digits.append(checkDigit(digits)).toString();
  }

  private static int checkDigit(CharSequence digits) {
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--, twice = !twice) {
      int digit = digits.charAt(i) - '0';
      sum += twice ? digit * 2 / 10 + digit * 2 % 10 : digit;
    }
    return (10 - sum % 10) % 10;
  }
}
