package wadi.domain.fraud.synthetic;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One purchase in the making: who, with what, where.
 *
 * @param customer id; empty when nobody said who
 * @param email empty when it is not known
 * @param ip empty when it did not come over the internet
 * @param card 0 for a wallet
 * @param place where the customer is, whose currency is paid
 * @param home whose time zone the customer's account has
 * @param rupees what it costs
 */
record Purchase(String customer, String email, String ip, long card, String channel, Country place, Country home, double rupees) {
  private static final String[] GOODS = {"bus ticket", "coffee beans 1 kg", "concert ticket", "running shoes", "book", "groceries", "train ticket",
      "phone, second hand", "medicine", "garden chair", "restaurant", "fuel", "top-up", "game credit", "headphones", "dress"};

  /** As this customer buys at home. */
  static Purchase by(Customer customer, Dice dice) {
    String channel = dice.happens(0.7) ? customer.usual() : dice.one("web", "app", "pos", "phone");
    return of(customer, channel, customer.home(), customer.ip(), customer.amount(dice), dice);
  }

  /** As this customer buys there. In a shop most people are just a card. */
  static Purchase of(Customer customer, String channel, Country place, String ip, double rupees, Dice dice) {
    boolean online = channel.equals("web") || channel.equals("app");
    boolean known = online || dice.happens(0.4);
    long card = online && dice.happens(0.08) ? 0 : customer.card(dice);
    return new Purchase(known ? customer.id() : "", known ? customer.email() : "", online ? ip : "", card, channel, place, customer.home(), rupees);
  }

  Purchase paying(double otherRupees) {
    return new Purchase(customer, email, ip, card, channel, place, home, otherRupees);
  }

  Purchase with(long otherCard) {
    return new Purchase(customer, email, ip, otherCard, channel, place, home, rupees);
  }

  Purchase from(String otherIp) {
    return new Purchase(customer, email, otherIp, card, channel, place, home, rupees);
  }

  Purchase as(String otherCustomer, String otherEmail) {
    return new Purchase(otherCustomer, otherEmail, ip, card, channel, place, home, rupees);
  }

  /** The message as a producer sends it; places without a value are left out. */
  Map<String, Object> message(Dice dice) {
    BigDecimal amount = place.price(rupees);
    boolean wallet = card == 0;
    Map<String, Object> payment = new LinkedHashMap<>();
    if (!wallet) payment.put("card", dice.happens(0.3) ? Long.toString(card) : (Object) card);
    payment.put("type", wallet ? "wallet" : "card");
    payment.put("amount", amount);
    payment.put("currency", place.currency());
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("order", order(amount, dice));
    message.put("paymentMethod", wallet ? dice.one("amazonpay", "upi", "paypal") : "card");
    message.put("payment", payment);
    message.put("channel", channel);
    message.put("country", place.code());
    Map<String, Object> who = new LinkedHashMap<>();
    put(who, "id", customer);
    put(who, "email", email);
    put(who, "ip", ip);
    if (!customer.isEmpty()) who.put("timeZone", home.zone().getId());
    if (!who.isEmpty()) message.put("customer", who);
    return message;
  }

  private Map<String, Object> order(BigDecimal amount, Dice dice) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("id", 1_000 + dice.random().nextInt(9_000_000));
    order.put("name", dice.one(GOODS));
    order.put("cost", amount);
    order.put("currency", place.currency());
    return order;
  }

  private static void put(Map<String, Object> map, String name, String value) {
    if (!value.isEmpty()) map.put(name, value);
  }
}
