package wadi.camel.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.Variables;
import wadi.camel.fraud.VerdictMember;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.TransactionStatus;

/** Named in YAML as {@code replies}; the methods are the values of {@code intake.http.replies}. */
public final class Replies {
  private static final String SETTLED = "Transaction Successfull"; // spelt so on the wire since the original

  /** 200 settled, 402 held, 502 not settled; always with status and verdict. */
  public Map<String, Object> wadi(@Body Map<String, Object> transaction, @Variable("verdict") Verdict verdict,
      @Variable("status") Integer status, @Headers Map<String, Object> headers) {
    TransactionStatus reached = TransactionStatus.of(status);
    headers.put(Exchange.HTTP_RESPONSE_CODE, switch (reached) {
      case TRANSACTION_PAYMENT_COMPLETE -> 200;
      case TRANSACTION_ALERT_DONE -> 402;
      default -> 502;
    });
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("message", switch (reached) {
      case TRANSACTION_PAYMENT_COMPLETE -> SETTLED;
      case TRANSACTION_ALERT_DONE -> "Transaction Held";
      default -> "Transaction Not Settled";
    });
    reply.put("transactionID", transaction.get("transactionID"));
    reply.put("transactionStatus", transactionStatus(reached, verdict.fraudulent()));
    reply.put("verdict", VerdictMember.write(verdict));
    return reply;
  }

  /** Status and body as the original orders service sent them: 200, or 500 for anything not sold, also what is held. */
  public Map<String, Object> original(@Body Map<String, Object> transaction, @Variable("verdict") Verdict verdict,
      @Variable("status") Integer status, @Headers Map<String, Object> headers, @Variables Map<String, Object> variables) {
    TransactionStatus reached = TransactionStatus.of(status);
    Map<String, Object> reply = new LinkedHashMap<>();
    if (reached == TransactionStatus.TRANSACTION_PAYMENT_COMPLETE) {
      headers.put(Exchange.HTTP_RESPONSE_CODE, 200);
      reply.put("message", SETTLED);
      reply.put("transactionID", transaction.get("transactionID"));
      return reply;
    }
    headers.put(Exchange.HTTP_RESPONSE_CODE, 500);
    variables.put("failed", reached != TransactionStatus.TRANSACTION_ALERT_DONE);
    return originalFailure(reached, verdict.fraudulent());
  }

  /** The word that counts what became of an accepted transaction: settled, held or not_settled. */
  public String outcome(@Variable("status") Integer status) {
    return switch (TransactionStatus.of(status)) {
      case TRANSACTION_PAYMENT_COMPLETE -> "settled";
      case TRANSACTION_ALERT_DONE -> "held";
      default -> "not_settled";
    };
  }

  static Map<String, Object> originalFailure(TransactionStatus reached, boolean fraudulent) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("message", "Something Bad Happened");
    reply.put("transactionStatus", transactionStatus(reached, fraudulent));
    return reply;
  }

  private static Map<String, Object> transactionStatus(TransactionStatus reached, boolean fraudulent) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("code", reached.code());
    status.put("status", reached.name());
    status.put("fraudStatus", fraudulent);
    return status;
  }
}
