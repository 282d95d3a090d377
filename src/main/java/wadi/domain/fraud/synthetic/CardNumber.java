package wadi.domain.fraud.synthetic;

import java.util.List;
import java.util.Random;

/** Card numbers with a right check digit (ISO/IEC 7812-1, annex B), from ranges that card schemes use in examples and tests. */
final class CardNumber {
  private static final List<String> BINS = List.of("411111", "401288", "424242", "400000", "400005", "401200", "491761", "555555", "510510", "520082",
      "545454", "222300", "222242", "601111", "601100", "353011", "356600", "378282", "371449", "620000");
  private static final int LENGTH = 16;
  private static final int LENGTH_OF_AMERICAN_EXPRESS = 15;

  private CardNumber() {}

  static String bin(Random random) {
    return BINS.get(random.nextInt(BINS.size()));
  }

  static long any(Random random) {
    return of(bin(random), random);
  }

  /** @param bin first six digits */
  static long of(String bin, Random random) {
    int length = bin.startsWith("3") && !bin.startsWith("35") ? LENGTH_OF_AMERICAN_EXPRESS : LENGTH;
    StringBuilder digits = new StringBuilder(bin);
    while (digits.length() < length - 1) digits.append(random.nextInt(10));
    return Long.parseLong(digits.append(checkDigit(digits)).toString());
  }

  private static int checkDigit(CharSequence digits) {
    int sum = 0;
    boolean twice = true;
    for (int i = digits.length() - 1; i >= 0; i--, twice = !twice) {
      int weighed = (digits.charAt(i) - '0') * (twice ? 2 : 1);
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return (10 - sum % 10) % 10;
  }
}
