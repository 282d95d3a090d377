package wadi.camel.fraud;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import wadi.domain.fraud.Rates;
import wadi.domain.intake.Card;

/**
 * Transactions as rules see them. Producers send any JSON, so what does not have the declared type is missing: nulls, blank
 * texts, lists, amounts that are no finite number. The sections order, payment, card, customer and local are always there, so that
 * {@code has(tx.payment.amount)} can be asked of every transaction.
 *
 * @param rates what amounts are worth
 * @param zone where it is as late as the rules say, for a customer whose zone is not known
 */
record TransactionFacts(Rates rates, ZoneId zone) {
  /** Longer texts are cut: what a regular expression costs grows with them. */
  private static final int LONGEST_TEXT = 1000;
  /** How the intake writes a number of 13 digits or more: its size can still be told. */
  private static final Pattern MASKED_NUMBER = Pattern.compile("-?\\d{6}\\*+\\d{4}");
  private static final Pattern MASKED_PART = Pattern.compile("\\d{6}\\*+\\d{4}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  /**
   * The value of {@code tx}.
   *
   * @param transaction parsed and masked JSON
   * @param cards cards found in it; the first one is the payment's
   * @param at when it is judged
   */
  Map<String, Object> of(Map<String, ?> transaction, List<Card> cards, Instant at) {
    Map<String, Object> order = order(section(transaction, "order"));
    Map<String, Object> payment = payment(section(transaction, "payment"));
    Map<String, Object> customer = customer(section(transaction, "customer"));
    Map<String, Object> tx = new HashMap<>(16);
    tx.put("order", order);
    tx.put("payment", payment);
    tx.put("card", cards.isEmpty() ? Map.of() : card(cards.get(0)));
    tx.put("customer", customer);
    tx.put("local", local(customer, at));
    put(tx, "amount", inBase(payment, order));
    put(tx, "payment_method", text(transaction.get("paymentMethod")));
    put(tx, "country", country(transaction.get("country")));
    put(tx, "channel", lower(transaction.get("channel")));
    return tx;
  }

  private static Map<?, ?> section(Map<String, ?> transaction, String name) {
    return transaction.get(name) instanceof Map<?, ?> section ? section : Map.of();
  }

  private static Map<String, Object> order(Map<?, ?> order) {
    Map<String, Object> facts = new HashMap<>(8);
    put(facts, "id", id(order.get("id")));
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

  private static Map<String, Object> customer(Map<?, ?> customer) {
    Map<String, Object> facts = new HashMap<>(8);
    put(facts, "id", unmasked(id(customer.get("id"))));
    put(facts, "email", unmasked(lower(customer.get("email"))));
    put(facts, "ip", lower(customer.get("ip")));
    put(facts, "zone", zoneName(customer.get("timeZone")));
    return facts;
  }

  private static Map<String, Object> card(Card card) {
    return Map.of("bin", card.bin(), "last_four", card.lastFour(), "luhn", card.luhn(), "fingerprint", card.fingerprint());
  }

  private Map<String, Object> local(Map<String, Object> customer, Instant at) {
    ZonedDateTime local = at.atZone(customer.get("zone") instanceof String known ? ZoneId.of(known) : zone);
    return Map.of("hour", (long) local.getHour(), "weekday", (long) local.getDayOfWeek().getValue());
  }

  private static String zoneName(Object name) {
    try {
      return name instanceof String text ? ZoneId.of(text).getId() : null;
    } catch (DateTimeException noZone) {
      return null;
    }
  }

  /** Several customers look the same with a masked number: better none than one of all. */
  private static String unmasked(String text) {
    return text == null || MASKED_PART.matcher(text).find() ? null : text;
  }

  private Double inBase(Map<String, Object> payment, Map<String, Object> order) {
    if (!(payment.get("amount") instanceof Double amount)) return null;
    String currency = payment.getOrDefault("currency", order.getOrDefault("currency", "")).toString().toUpperCase(Locale.ROOT);
    return rates.inBase(amount, CURRENCY.matcher(currency).matches() ? currency : "").stream().boxed().findFirst().orElse(null);
  }

  private static void put(Map<String, Object> facts, String name, Object value) {
    if (value != null) facts.put(name, value);
  }

  private static String id(Object value) {
    return text(value instanceof Number ? value.toString() : value);
  }

  private static String lower(Object value) {
    String text = text(value);
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  private static String country(Object value) {
    String text = text(value);
    String upper = text == null ? "" : text.toUpperCase(Locale.ROOT);
    return COUNTRY.matcher(upper).matches() ? upper : null;
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
