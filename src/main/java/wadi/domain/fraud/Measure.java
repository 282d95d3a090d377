package wadi.domain.fraud;

/**
 * What a window holds of one key.
 *
 * @param count transactions, never negative
 * @param sum of their amounts; finite and never negative
 * @param distinct how many different values of what the window tells apart; 0 when it tells nothing apart
 */
public record Measure(long count, double sum, long distinct) {
  /** Of a window that tells nothing apart. */
  public Measure(long count, double sum) {
    this(count, sum, 0);
  }
}
