package wadi.domain.fraud;

import java.util.Optional;
import wadi.domain.alerting.Severity;

/**
 * From which score on a transaction is reviewed, held, and held as critical. Each includes its own value.
 *
 * @param review at least 1: a score of 0 is always clean
 * @param held at least review
 * @param critical at least held
 */
public record Thresholds(int review, int held, int critical) {
  /** @throws IllegalArgumentException when they are not in this order */
  public Thresholds {
    if (review < 1) throw new IllegalArgumentException("review must be at least 1, but is " + review);
    if (held < review) throw new IllegalArgumentException("held (" + held + ") must not be below review (" + review + ")");
    if (critical < held) throw new IllegalArgumentException("critical (" + critical + ") must not be below held (" + held + ")");
  }

  public Decision decide(int score) {
    if (score >= held) return Decision.HELD;
    return score >= review ? Decision.REVIEW : Decision.CLEAN;
  }

  /** How bad the alert about this verdict is; none for a clean one. */
  public Optional<Severity> severity(Verdict verdict) {
    return switch (verdict.decision()) {
      case CLEAN -> Optional.empty();
      case REVIEW -> Optional.of(Severity.LOW);
      case HELD -> Optional.of(verdict.score() >= critical ? Severity.CRITICAL : Severity.HIGH);
    };
  }
}
