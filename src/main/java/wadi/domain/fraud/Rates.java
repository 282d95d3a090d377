package wadi.domain.fraud;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What amounts are worth in one currency, so that rules can compare and add them up.
 *
 * @param base the currency all are turned into, ISO 4217; empty when amounts stay as they are sent, whatever the currency
 * @param each what one unit of another currency is worth in the base currency, above 0
 */
public record Rates(String base, Map<String, Double> each) {
  /** Every amount counts as it is sent. */
  public static final Rates NONE = new Rates("", Map.of());

  public Rates {
    each = Map.copyOf(each);
  }

  /**
   * The amount in the base currency; empty for a currency that has no rate.
   *
   * @param currency in capital letters; empty when it is not known, which is taken for the base currency
   */
  public OptionalDouble inBase(double amount, String currency) {
    if (base.isEmpty() || currency.isEmpty() || currency.equals(base)) return OptionalDouble.of(amount);
    Double rate = each.get(currency);
    if (rate == null) return OptionalDouble.empty();
    double worth = amount * rate;
    return Double.isFinite(worth) ? OptionalDouble.of(worth) : OptionalDouble.empty();
  }
}
