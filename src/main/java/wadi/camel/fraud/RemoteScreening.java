package wadi.camel.fraud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Unscreened;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;

/** Named in YAML as {@code remoteScreening}: asks another service, in the words of the original fraud_police. */
public final class RemoteScreening {
  /** Why a transaction is held when the other service says no more. */
  public static final Reason REASON = new Reason("REMOTE", "The fraud check service holds it");

  private static final String VERSION = "remote";
  private static final int GOOD = 200;

  private final CompletableFuture<RuleBook> rules;

  /** @param rules whose thresholds say how high a held transaction scores */
  public RemoteScreening(CompletableFuture<RuleBook> rules) {
    this.rules = rules;
  }

  /** The request about a transaction, as it was sent but masked; userID is the same number, as in the original. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> request(@Body Map<String, Object> transaction) {
    Map<String, Object> request = new LinkedHashMap<>((Map<String, Object>) transaction.get("message"));
    request.put("transactionID", transaction.get("transactionID"));
    request.put("userID", transaction.get("transactionID"));
    request.put("cards", CardMember.write((List<Card>) transaction.get("cards")));
    return request;
  }

  /**
   * What the reply says; more than held or not when the other side is a Wadi.
   *
   * @throws UnusableReply when it has not code 200, or does not say whether it is fraud
   */
  public Verdict verdict(@Body Map<String, Object> reply) {
    if (!(reply.get("code") instanceof Integer code && code == GOOD && reply.get("message") instanceof Map<?, ?> message
        && message.get("isFraud") instanceof Boolean fraud)) {
      throw new UnusableReply();
    }
    return VerdictMember.read(reply.get("verdict")).filter(verdict -> verdict.fraudulent() == fraud)
        .orElseGet(() -> fraud ? new Verdict(Decision.HELD, rules.join().thresholds().held(), List.of(REASON), VERSION)
            : new Verdict(Decision.CLEAN, 0, List.of(), VERSION));
  }

  /** For a transaction nobody could screen: it is stopped. */
  public Verdict hold() {
    return Unscreened.hold(rules.join().thresholds());
  }

  /** For a transaction nobody could screen: it passes. */
  public Verdict pass() {
    return Unscreened.pass();
  }
}
