package wadi.domain.reload;

/**
 * One route before and after a reload.
 *
 * @param before its last five minutes in the generation that was replaced
 * @param after since the switch
 * @param reason what its failures after it were mostly: names of exceptions, never what was sent
 */
public record FailureComparison(String route, FailureShare before, FailureShare after, String reason) {
  private static final int LEAST_EXCHANGES = 20;
  private static final int ONE_IN = 20; // 5 percentage points
  private static final int TIMES = 3;

  /**
   * At least 20 exchanges, a share at least 5 percentage points above the one before, and at least three times as high.
   * In whole numbers, so that exactly 5 points are 5 points.
   */
  public boolean isWorse() {
    long was = before.failures() * after.exchanges();
    long is = after.failures() * Math.max(1, before.exchanges());
    long all = after.exchanges() * Math.max(1, before.exchanges());
    return after.exchanges() >= LEAST_EXCHANGES && ONE_IN * (is - was) >= all && is >= TIMES * was;
  }

  String inWords() {
    return "%s failed %s, before it %s, mostly with %s".formatted(route, after.inWords(), before.inWords(), reason);
  }
}
