package wadi.domain.fraud;

/**
 * Why a check came out as it did.
 *
 * @param code for programs, in UPPER_SNAKE: LARGE_AMOUNT
 * @param text for people: one sentence without data of the transaction
 * @param rule id of the rule that says so; empty when none does
 * @param contribution what it added to the score, whether or not that was overruled by a rule that allows
 */
public record Reason(String code, String text, String rule, int contribution) {
  /** One that is of no rule and adds nothing. */
  public Reason(String code, String text) {
    this(code, text, "", 0);
  }
}
