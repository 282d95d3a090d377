package wadi.domain.fraud;

import java.util.List;

/**
 * The outcome of a fraud check.
 *
 * @param score sum of the scores of the rules that matched, as {@link Scoring} makes it; 0 when none did
 * @param reasons one for each rule that matched, in the order of the rules
 * @param rules version of the rules that were asked, so that an old verdict can be explained
 */
public record Verdict(Decision decision, int score, List<Reason> reasons, String rules) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** Whether the transaction is stopped; one to review passes. */
  public boolean fraudulent() {
    return decision == Decision.HELD;
  }
}
