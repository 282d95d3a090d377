package wadi.domain.fraud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one verdict of what the rules say of one transaction. Scores are added up. A rule that allows brings the sum to 0; one that
 * blocks brings it to {@code held} at least and makes every allowing rule void. A rule that could not be asked adds {@code review}
 * once in any case: nobody knows what it would have said. So do windows that cannot be reached, as much as is configured. A rule that
 * only watches decides nothing.
 */
public final class Scoring {
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Reason> shadowReasons = new ArrayList<>();
  private int sum;
  private boolean allowed;
  private boolean blocked;
  private boolean failed;
  private int uncounted;

  /** A rule matched. */
  public void matched(Effect effect, Reason reason) {
    sum += effect.points();
    allowed |= effect.kind() == Effect.Kind.ALLOW;
    blocked |= effect.kind() == Effect.Kind.BLOCK;
    reasons.add(reason);
  }

  /** A rule that only watches matched. */
  public void watched(Reason reason) {
    shadowReasons.add(reason);
  }

  /** Something could not be asked. */
  public void failed(Reason reason) {
    failed = true;
    reasons.add(reason);
  }

  /** The windows cannot be reached, which adds this in any case. */
  public void uncounted(Reason reason) {
    uncounted = reason.contribution();
    reasons.add(reason);
  }

  /** @param rules version of the rules */
  public Verdict verdict(Thresholds thresholds, String rules) {
    int score = score(thresholds) + Math.max(failed ? thresholds.review() : 0, uncounted);
    return new Verdict(thresholds.decide(score), score, reasons, shadowReasons, rules, Duration.ZERO);
  }

  private int score(Thresholds thresholds) {
    if (blocked) return Math.max(sum, thresholds.held());
    return allowed ? 0 : sum;
  }
}
