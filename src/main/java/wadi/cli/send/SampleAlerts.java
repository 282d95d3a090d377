package wadi.cli.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;

/** Alerts about sample transactions, as Wadi publishes them or as alertman took them; schemas/ describes both. */
public final class SampleAlerts implements Iterator<Outgoing> {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** The upper half of the numbers that JSON carries everywhere: Wadi's own alerts are far below. */
  private static final long FIRST_ID = 1L << 52;

  private final Random random;
  private final long count;
  private final boolean alertman;
  private final SampleTransactions transactions;
  private final long firstId;
  private long number;

  /** @param alertman whether in alertman's format */
  public SampleAlerts(long count, boolean alertman, Random random) {
    this.count = count;
    this.alertman = alertman;
    this.random = random;
    transactions = new SampleTransactions(0, 1, random);
    firstId = FIRST_ID + (long) (new SecureRandom().nextDouble() * (FIRST_ID - count - 1));
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
    long id = firstId + number++;
    Map<String, Object> transaction = transactions.transaction(true);
    try {
      return new Outgoing(UUID.randomUUID().toString(), Long.toString(id),
          JSON.writeValueAsBytes(alertman ? alertman(id, transaction) : alert(id, transaction)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> alert(long id, Map<String, Object> transaction) {
    Map<?, ?> payment = (Map<?, ?>) transaction.get("payment");
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    boolean critical = Double.parseDouble(payment.get("amount").toString()) >= 100_000;
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alertId", id);
    alert.put("kind", "fraud");
    alert.put("severity", critical ? "critical" : "high");
    alert.put("decision", "held");
    alert.put("transactionID", id);
    alert.put("receivedAt", now.toString());
    alert.put("raisedAt", now.toString());
    alert.put("amount", payment.get("amount").toString());
    alert.put("currency", payment.get("currency"));
    alert.put("paymentMethod", transaction.get("paymentMethod"));
    alert.put("card", payment.containsKey("card") ? masked(payment.get("card").toString()) : "unknown");
    alert.put("score", critical ? 200 : 100);
    alert.put("reasons", List.of(Map.of("code", "LARGE_AMOUNT", "text", "The amount is 20,000 or more")));
    alert.put("rules", "sample");
    return alert;
  }

  private Map<String, Object> alertman(long id, Map<String, Object> transaction) {
    long now = System.currentTimeMillis();
    Map<String, Object> fraudulent = new LinkedHashMap<>();
    fraudulent.put("transactionID", id);
    fraudulent.put("userID", now);
    fraudulent.putAll(transaction);
    fraudulent.put("status", 13);
    fraudulent.put("fraudStatus", true);
    fraudulent.put("transactionStartTime", now - random.nextInt(3_000));
    fraudulent.put("transactionEndTime", null);
    return Map.of("message", Map.of("alertTypes", List.of("sms", "email"), "message", Map.of("Transaction", fraudulent)));
  }

  private static String masked(String card) {
    String digits = card.replace(" ", "");
    return digits.substring(0, 6) + "*".repeat(digits.length() - 10) + digits.substring(digits.length() - 4);
  }
}
