package wadi.camel.fraud;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import wadi.domain.intake.Card;

/**
 * A transaction as rules see it. Producers send any JSON, so what does not have the declared type is missing: nulls, blank
 * texts, lists, amounts that are no finite number. The sections order, payment and card are always there, so that
 * {@code has(tx.payment.amount)} can be asked of every transaction.
 */
final class TransactionFacts {
  /** Longer texts are cut: what a regular expression costs grows with them. */
  private static final int LONGEST_TEXT = 1000;
  /** How the intake writes a number of 13 digits or more: its size can still be told. */
  private static final Pattern MASKED_NUMBER = Pattern.compile("-?\\d{6}\\*+\\d{4}");

  private TransactionFacts() {}

  /**
   * The value of {@code tx}.
   *
   * @param transaction parsed and masked JSON
   * @param cards cards found in it; the first one is the payment's
   */
  static Map<String, Object> of(Map<String, ?> transaction, List<Card> cards) {
    Map<String, Object> tx = new HashMap<>(8);
    tx.put("order", order(section(transaction, "order")));
    tx.put("payment", payment(section(transaction, "payment")));
    tx.put("card", cards.isEmpty() ? Map.of() : card(cards.get(0)));
    put(tx, "payment_method", text(transaction.get("paymentMethod")));
    return tx;
  }

  private static Map<?, ?> section(Map<String, ?> transaction, String name) {
    return transaction.get(name) instanceof Map<?, ?> section ? section : Map.of();
  }

  private static Map<String, Object> order(Map<?, ?> order) {
    Map<String, Object> facts = new HashMap<>(8);
    Object id = order.get("id");
    put(facts, "id", text(id instanceof Number ? id.toString() : id));
    put(facts, "name", text(order.get("name")));
    put(facts, "cost", amount(order.get("cost")));
    put(facts, "currency", text(order.get("currency")));
    return facts;
  }

  private static Map<String, Object> payment(Map<?, ?> payment) {
    Map<String, Object> facts = new HashMap<>(8);
    put(facts, "amount", amount(payment.get("amount")));
    put(facts, "currency", text(payment.get("currency")));
    put(facts, "type", text(payment.get("type")));
    return facts;
  }

  private static Map<String, Object> card(Card card) {
    return Map.of("bin", card.bin(), "last_four", card.lastFour(), "luhn", card.luhn(), "fingerprint", card.fingerprint());
  }

  private static void put(Map<String, Object> facts, String name, Object value) {
    if (value != null) facts.put(name, value);
  }

  private static String text(Object value) {
    if (!(value instanceof String text)) return null;
    String bare = text.strip();
    if (bare.isEmpty()) return null;
    return bare.length() > LONGEST_TEXT ? bare.substring(0, LONGEST_TEXT) : bare;
  }

  private static Double amount(Object value) {
    if (value instanceof Number number) return finite(number.doubleValue());
    if (!(value instanceof String text) || text.length() > LONGEST_TEXT) return null;
    String bare = text.strip();
    boolean masked = bare.indexOf('*') >= 0 && MASKED_NUMBER.matcher(bare).matches();
    try {
      return finite(new BigDecimal(masked ? bare.replace('*', '0') : bare).doubleValue());
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static Double finite(double amount) {
    return Double.isFinite(amount) ? amount : null;
  }
}
