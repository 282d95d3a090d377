package wadi.domain.fraud;

/**
 * What a window holds of one key.
 *
 * @param count transactions, never negative
 * @param sum of their amounts, whatever the currencies; finite and never negative
 */
public record Measure(long count, double sum) {}
