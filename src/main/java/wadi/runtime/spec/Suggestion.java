package wadi.runtime.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Guesses what a misspelt name was meant to be. */
final class Suggestion {
  private static final int MOST = 12;

  private Suggestion() {}

  /** "did you mean x?" when one is near, else what there is. */
  static String of(String wrong, Collection<String> known) {
    List<String> sorted = known.stream().sorted().distinct().toList();
    return sorted.stream().min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) <= Math.max(wrong.length() > 3 ? 2 : 1, wrong.length() / 3)).map(name -> "did you mean " + name + "?")
        .orElseGet(() -> sorted.isEmpty() ? "there is none" : all(sorted));
  }

  private static String all(List<String> names) {
    return "there is " + String.join(", ", names.subList(0, Math.min(MOST, names.size())))
        + (names.size() > MOST ? " and " + (names.size() - MOST) + " more" : "");
  }

  /** Levenshtein's distance: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
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
