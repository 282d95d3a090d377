package wadi.camel.fraud;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;
import wadi.domain.intake.UnusableNumber;
import wadi.platform.CardKey;
import wadi.platform.Faults;

/** Named in YAML as {@code fraudChecks}: the service that others ask, with the messages of the original fraud_police. */
public final class FraudChecks {
  private static final Logger LOG = LoggerFactory.getLogger(FraudChecks.class);
  /** What the protocol adds to a transaction; no rule knows it. */
  private static final Set<String> OURS =
      Set.of("transactionID", "userID", "status", "fraudStatus", "transactionStartTime", "transactionEndTime", "cards");
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final CardKey key;

  public FraudChecks(CardKey key) {
    this.key = key;
  }

  /**
   * The transaction to screen: its message, masked, and the cards in it. A caller that has masked it itself names them.
   *
   * @throws UnusableCheck when a member is missing or of another kind than the contract says
   */
  public Map<String, Object> accept(@Body Object request) {
    if (!(request instanceof Map<?, ?> check)) {
      throw new UnusableCheck("it is no JSON object");
    }
    for (String id : List.of("transactionID", "userID")) {
      require(check, id, isId(check.get(id)));
    }
    require(check, "paymentMethod", check.get("paymentMethod") instanceof String method && !method.isEmpty());
    require(check, "payment", check.get("payment") != null);
    require(check, "order", check.get("order") != null);
    Map<String, Object> message = new LinkedHashMap<>();
    check.forEach((name, value) -> {
      if (!OURS.contains(name)) message.put((String) name, value);
    });
    MaskedMessage masked = CardNumbers.mask(message, key::fingerprint);
    List<Card> cards = masked.cards().isEmpty() ? CardMember.read(check.get("cards")) : masked.cards();
    return new LinkedHashMap<>(Map.of("cards", cards, "message", masked.json()));
  }

  private static void require(Map<?, ?> check, String name, boolean right) {
    if (!right) {
      throw new UnusableCheck(name + (check.containsKey(name) ? " is not as it should be" : " is missing"));
    }
  }

  /** An unsigned number of 64 bits, and not 0. */
  private static boolean isId(Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger
        ? new BigInteger(value.toString()).signum() > 0 && new BigInteger(value.toString()).compareTo(LARGEST) <= 0 : false;
  }

  /** The answer, with more for those who know how to read it. */
  public Map<String, Object> reply(@Body Verdict verdict, @Headers Map<String, Object> headers) {
    Map<String, Object> reply = reply(200, verdict.fraudulent(), headers);
    reply.put("verdict", VerdictMember.write(verdict));
    return reply;
  }

  /** The answer that there is no verdict: 400 when that is the caller's fault, else 500. */
  public Map<String, Object> refuse(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, @Headers Map<String, Object> headers) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnusableCheck || e instanceof UnusableNumber || e instanceof JsonProcessingException || e instanceof InvalidPayloadException
          || e instanceof NoTypeConversionAvailableException none && none.getValue() == null) {
        return reply(400, false, headers);
      }
    }
    LOG.error("A fraud check failed by an error of ours: {}", Faults.nameOf(failure));
    return reply(500, false, headers);
  }

  private static Map<String, Object> reply(int code, boolean fraud, Map<String, Object> headers) {
    headers.put(Exchange.HTTP_RESPONSE_CODE, code);
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("code", code);
    reply.put("message", Map.of("isFraud", fraud));
    return reply;
  }
}
