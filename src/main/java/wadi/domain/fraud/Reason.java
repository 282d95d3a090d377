package wadi.domain.fraud;

/**
 * Why a check came out as it did.
 *
 * @param code for programs, in UPPER_SNAKE: LARGE_AMOUNT
 * @param text for people: one sentence without data of the transaction
 */
public record Reason(String code, String text) {}
