package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.StringJoiner;

/** One transaction on one screen: what was decided comes first, then why. */
final class TransactionText {
  private final StringJoiner text = new StringJoiner("\n");

  private TransactionText() {}

  /** @param transaction as {@code GET /ops/transactions/ID} answers it */
  static String of(JsonNode transaction) {
    TransactionText page = new TransactionText();
    JsonNode verdict = transaction.path("verdict");
    page.text.add("Transaction %s: %s, score %s".formatted(Words.of(transaction.get("transactionID")), Words.of(verdict.get("decision")),
        Words.of(verdict.get("score"))));
    page.line("received", Words.of(transaction.get("receivedAt")) + " over " + Words.of(transaction.get("transport")));
    page.line("status", Words.of(transaction.at("/status/status")) + " (" + Words.of(transaction.at("/status/code")) + ")");
    page.payment(transaction.path("message"), transaction.path("card"));
    page.reasons("because", verdict.path("reasons"));
    page.reasons("shadow", verdict.path("shadowReasons"));
    page.line("rules", Words.of(verdict.get("rules")) + (verdict.hasNonNull("tookMicros") ? ", checked in " + millis(verdict.get("tookMicros")) : ""));
    transaction.path("alerts").forEach(alert -> page.line("alert", "%s, %s, raised %s: ./wadi alerts %s".formatted(Words.of(alert.get("id")),
        Words.of(alert.get("severity")), Words.of(alert.get("raisedAt")), Words.of(alert.get("id")))));
    return page.text.toString();
  }

  private void payment(JsonNode message, JsonNode card) {
    line("payment", "%s %s by %s, order %s".formatted(Words.shortened(message.at("/payment/amount")), Words.shortened(message.at("/payment/currency")),
        Words.shortened(message.get("paymentMethod")), Words.shortened(message.at("/order/id"))));
    line("card", card.isObject() ? (card.hasNonNull("masked") ? Words.of(card.get("masked")) : Words.of(card.get("bin")) + "...")
        + ", fingerprint " + Words.of(card.get("fingerprint")) : "-");
  }

  /** Those of rules that only watch say so: they decided nothing. */
  private void reasons(String title, JsonNode reasons) {
    for (JsonNode reason : reasons) {
      line(title, said(reason) + (title.equals("shadow") ? "; it only watches" : ""));
    }
    if (reasons.isEmpty() && !title.equals("shadow")) {
      line(title, "no rule matched");
    }
  }

  /** The same in the timeline of an alert: LARGE_AMOUNT: The amount is 20,000 or more (rule large-amount, +100). */
  static String said(JsonNode reason) {
    return Words.of(reason.get("code")) + ": " + Words.of(reason.get("text"))
        + (reason.hasNonNull("rule") ? " (rule %s, +%s)".formatted(Words.of(reason.get("rule")), Words.of(reason.get("contribution"))) : "");
  }

  private static String millis(JsonNode micros) {
    return BigDecimal.valueOf(micros.asLong(), 3).toPlainString() + " ms";
  }

  private void line(String title, String what) {
    text.add("  %-11s  %s".formatted(title, what));
  }
}
