package wadi.camel.fraud;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what a misspelt name was meant to be. */
final class Nearest {
  private Nearest() {}

  static String hint(String wrong, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(name -> distance(wrong, lastPart(name))))
        .filter(name -> distance(wrong, lastPart(name)) <= Math.max(1, wrong.length() / 3))
        .map(name -> "did you mean " + name + "?")
        .orElse("there are " + String.join(", ", known));
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Levenshtein's distance: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
