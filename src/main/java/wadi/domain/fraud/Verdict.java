package wadi.domain.fraud;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a fraud check.
 *
 * @param score sum of the scores of the rules that matched, as {@link Scoring} makes it; 0 when none did
 * @param reasons one for each rule that matched, in the order of the rules
 * @param shadowReasons those of rules that only watch: they decide nothing
 * @param rules version of the rules that were asked, so that an old verdict can be explained
 * @param took how long it took, asking others included
 * @param would what the decision would be if the rules that only watch counted; empty when none of them matched, and when a service
 *     decided
 */
public record Verdict(Decision decision, int score, List<Reason> reasons, List<Reason> shadowReasons, String rules, Duration took,
    Optional<Decision> would) {

  public Verdict {
    reasons = List.copyOf(reasons);
    shadowReasons = List.copyOf(shadowReasons);
  }

  /** When nobody asks what the rules that only watch would make of it. */
  public Verdict(Decision decision, int score, List<Reason> reasons, List<Reason> shadowReasons, String rules, Duration took) {
    this(decision, score, reasons, shadowReasons, rules, took, Optional.empty());
  }

  /** Without rules that only watch, and before anybody looked at the clock. */
  public Verdict(Decision decision, int score, List<Reason> reasons, String rules) {
    this(decision, score, reasons, List.of(), rules, Duration.ZERO);
  }

  /** The same, with how long it took. */
  public Verdict after(Duration time) {
    return new Verdict(decision, score, reasons, shadowReasons, rules, time, would);
  }

  /** Whether the transaction is stopped; one to review passes. */
  public boolean fraudulent() {
    return decision == Decision.HELD;
  }
}
