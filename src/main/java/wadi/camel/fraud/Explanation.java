package wadi.camel.fraud;

import java.util.List;
import java.util.Map;
import wadi.domain.fraud.Verdict;

/**
 * What a {@link RuleBook} says of one transaction, and why.
 *
 * @param rules each rule, in the order of the file, also those that were not asked
 */
public record Explanation(List<OfRule> rules, Verdict verdict) {

  /** What one rule says. */
  public enum Answer {
    MATCHES("matches"),
    MATCHES_NOT("matches-not"),
    FAILED("failed"),
    NOT_ENABLED("not-enabled");

    private final String word;

    Answer(String word) {
      this.word = word;
    }

    /** As it stands in JSON. */
    public String word() {
      return word;
    }
  }

  /**
   * One rule.
   *
   * @param effect in words: score 100, allow, block
   * @param shadow whether it only watches
   * @param when its condition as people wrote it
   * @param values of the fields that the condition names, by their paths; null when the transaction lacks one. A question
   *     to a list stands here with its answer, and not what the list holds
   * @param because the parts of the condition that decided: those that hold when it matches, else those that do not; for one
   *     that failed the part that failed, and how
   */
  public record OfRule(String id, String description, String reason, Answer answer, String effect, boolean shadow, String when, Map<String, Object> values,
      List<String> because) {}
}
