package wadi.domain.fraud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one verdict of what the rules say of one transaction. Scores are added up. A rule that allows brings the sum to 0; one that
 * blocks brings it to {@code held} at least and makes every allowing rule void. A rule that could not be asked adds {@code review}
 * once in any case: nobody knows what it would have said. So do windows that cannot be reached, as much as is configured. A rule
 * that only watches decides nothing; what it would decide is noted.
 */
public final class Scoring {
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Reason> shadowReasons = new ArrayList<>();
  private final Tally made = new Tally();
  private final Tally compared = new Tally();

  /** A rule matched. */
  public void matched(Effect effect, Reason reason) {
    made.add(effect);
    compared.add(effect);
    reasons.add(reason);
  }

  /** A rule that only watches matched. */
  public void watched(Effect effect, Reason reason) {
    compared.add(effect);
    shadowReasons.add(reason);
  }

  /** A rule that only watches could not be asked. */
  public void watchedFailing(Reason reason) {
    compared.failed = true;
    shadowReasons.add(reason);
  }

  /** Something could not be asked. */
  public void failed(Reason reason) {
    made.failed = true;
    compared.failed = true;
    reasons.add(reason);
  }

  /** The windows cannot be reached, which adds this in any case. */
  public void uncounted(Reason reason) {
    made.uncounted = reason.contribution();
    compared.uncounted = reason.contribution();
    reasons.add(reason);
  }

  /** @param rules version of the rules */
  public Verdict verdict(Thresholds thresholds, String rules) {
    int score = made.score(thresholds);
    Optional<Decision> would = shadowReasons.isEmpty() ? Optional.empty() : Optional.of(thresholds.decide(compared.score(thresholds)));
    return new Verdict(thresholds.decide(score), score, reasons, shadowReasons, rules, Duration.ZERO, would);
  }

  /** What rules that matched add up to. */
  private static final class Tally {
    private int sum;
    private boolean allowed;
    private boolean blocked;
    private boolean failed;
    private int uncounted;

    private void add(Effect effect) {
      sum += effect.points();
      allowed |= effect.kind() == Effect.Kind.ALLOW;
      blocked |= effect.kind() == Effect.Kind.BLOCK;
    }

    private int score(Thresholds thresholds) {
      return ofMatches(thresholds) + Math.max(failed ? thresholds.review() : 0, uncounted);
    }

    private int ofMatches(Thresholds thresholds) {
      if (blocked) return Math.max(sum, thresholds.held());
      return allowed ? 0 : sum;
    }
  }
}
