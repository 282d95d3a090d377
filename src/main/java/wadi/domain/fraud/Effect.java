package wadi.domain.fraud;

/**
 * What a rule that matches does to the decision.
 *
 * @param points what a scoring rule adds to the score; 0 for the others
 */
public record Effect(Kind kind, int points) {
  public static final Effect ALLOW = new Effect(Kind.ALLOW, 0);
  public static final Effect BLOCK = new Effect(Kind.BLOCK, 0);

  /** How it takes part. */
  public enum Kind {
    /** Adds its points. */
    SCORE,
    /** The transaction is clean, whatever scores say. */
    ALLOW,
    /** The transaction is held, whatever others say. */
    BLOCK
  }

  public static Effect score(int points) {
    return new Effect(Kind.SCORE, points);
  }
}
