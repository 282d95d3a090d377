package wadi.camel.files;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be. */
public final class Nearest {
  private Nearest() {}

  /** "did you mean ...?", or all there are when nothing comes near. */
  public static String hint(String wrong, Collection<String> known) {
    String all = known.size() == 1 ? "there is only " : "there are ";
    return one(wrong, known).map(name -> "did you mean " + name + "?").orElse(all + String.join(", ", known));
  }

  /** The known name that comes near. Of names with points the last part is compared, unless the wrong one has points too. */
  public static Optional<String> one(String wrong, Collection<String> known) {
    Comparator<String> nearer = Comparator.comparingInt(name -> distance(wrong, compared(wrong, name)));
    return known.stream().min(nearer.thenComparing(Comparator.naturalOrder()))
        .filter(name -> distance(wrong, compared(wrong, name)) <= Math.max(1, Math.min(wrong.length() / 3, 4)));
  }

  private static String compared(String wrong, String name) {
    return wrong.contains(".") ? name : name.substring(name.lastIndexOf('.') + 1);
  }

  /** How many letters to add, drop, change, or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, i, j, a, b);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, int i, int j, String a, String b) {
    int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
