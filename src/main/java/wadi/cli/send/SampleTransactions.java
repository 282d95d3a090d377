package wadi.cli.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;

/** Transactions as shops send them: cards and wallets, several currencies, small amounts, and a share that the shipped rules hold. */
public final class SampleTransactions implements Iterator<Outgoing> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] GOODS = {"bus ticket", "coffee beans 1 kg", "concert ticket", "running shoes", "avengers 4 spoilers book",
      "washing machine", "train to the sea", "phone, second hand", "a very good seat", "garden chair"};
  /** What they are worth in the base currency of the shipped rates, about. */
  private static final Map<String, Double> WORTH = Map.of("INR", 1.0, "EUR", 102.0, "USD", 88.0, "GBP", 116.0, "BRL", 16.0, "KES", 0.68);
  private static final List<String> CURRENCIES = WORTH.keySet().stream().sorted().toList();
  private static final String[] METHODS = {"card", "card", "card", "amazonpay", "paypal", "upi"};
  /** In the base currency: well below what the shipped rules look at, and well above from where they hold. */
  private static final double CLEAN_BELOW = 9_000;
  private static final double HELD_FROM = 22_000;
  private static final double HELD_MOST = 200_000;

  private final Random random;
  private final long count;
  private final double held;
  private long number;

  /**
   * @param held the share of large amounts, 0 to 1; it is met exactly, spread over the run
   * @param random where everything but the identities comes from
   */
  public SampleTransactions(long count, double held, Random random) {
    this.count = count;
    this.held = held;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return number < count;
  }

  @Override
  public Outgoing next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    number++;
    boolean large = Math.floor(number * held + 1e-9) > Math.floor((number - 1) * held + 1e-9);
    try {
      return new Outgoing(UUID.randomUUID().toString(), null, JSON.writeValueAsBytes(transaction(large)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, Object> transaction(boolean large) {
    String method = METHODS[random.nextInt(METHODS.length)];
    String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
    BigDecimal amount = amount(large, WORTH.get(currency));
    Map<String, Object> payment = new LinkedHashMap<>();
    if (method.equals("card") || random.nextBoolean()) {
      payment.put("card", card());
    }
    payment.put("type", method.equals("card") ? "card" : "wallet");
    payment.put("amount", amount);
    payment.put("currency", currency);
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("id", 1_000 + random.nextInt(9_000_000));
    order.put("name", GOODS[random.nextInt(GOODS.length)]);
    order.put("cost", amount);
    order.put("currency", currency);
    Map<String, Object> transaction = new LinkedHashMap<>();
    transaction.put("order", order);
    transaction.put("paymentMethod", method);
    transaction.put("payment", payment);
    return transaction;
  }

  /** Many small ones, few that are not. */
  private BigDecimal amount(boolean large, double worth) {
    double amount = large ? HELD_FROM + Math.pow(random.nextDouble(), 3) * (HELD_MOST - HELD_FROM)
        : Math.min(CLEAN_BELOW, Math.max(worth, 20 + Math.exp(6 + random.nextGaussian())));
    return BigDecimal.valueOf(amount / worth).setScale(2, RoundingMode.HALF_UP);
  }

  /** Shops write it as a number, as a text, and as people read it. */
  private Object card() {
    String digits = TestCards.next(random);
    return switch (random.nextInt(4)) {
      case 0 -> digits;
      case 1 -> digits.replaceAll("(.{4})(?!$)", "$1 ");
      default -> Long.parseLong(digits);
    };
  }
}
