package wadi.camel.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.Variable;
import org.apache.camel.Variables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.RefusedRequest;
import wadi.camel.UnusableMessage;
import wadi.camel.errors.Correlation;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.TransactionStatus;
import wadi.domain.intake.UnusableNumber;
import wadi.platform.Faults;
import wadi.platform.http.Problem;
import wadi.platform.ports.ReservationLost;

/**
 * Named in YAML as {@code refusals}; the methods are the values of {@code intake.http.replies}. What is said never
 * repeats what was sent: it may hold a card number.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final String CONTENT_TYPE = "Content-Type";
  private static final int CONFLICT = 409;
  private static final int RETRY_AFTER_SECONDS = 5;

  /** The problem (RFC 9457) that tells this failure. */
  public Map<String, Object> wadi(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, @Headers Map<String, Object> headers,
      Exchange exchange) {
    Problem problem = logged(failure, exchange);
    headers.put(Exchange.HTTP_RESPONSE_CODE, problem.status());
    headers.put(CONTENT_TYPE, Problem.CONTENT_TYPE);
    if (problem.status() == CONFLICT) {
      headers.put("Retry-After", RETRY_AFTER_SECONDS);
    }
    return problem.members();
  }

  /**
   * As the original orders service said it: 400, or 500 with how far the transaction came; also while another request with
   * the same idempotency key is under way, for that one is pending.
   */
  public Map<String, Object> original(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure,
      @Variable("verdict") Verdict verdict, @Headers Map<String, Object> headers, @Variables Map<String, Object> variables, Exchange exchange) {
    headers.put(CONTENT_TYPE, "application/json");
    int status = logged(failure, exchange).status();
    if (status < 500 && status != CONFLICT) {
      headers.put(Exchange.HTTP_RESPONSE_CODE, 400);
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("message", "Bad Request");
      return reply;
    }
    headers.put(Exchange.HTTP_RESPONSE_CODE, 500);
    variables.put("failed", status != CONFLICT);
    boolean fraudulent = verdict != null && verdict.fraudulent();
    return Replies.originalFailure(
        fraudulent ? TransactionStatus.TRANSACTION_ALERT_ERROR : TransactionStatus.TRANSACTION_PENDING, fraudulent);
  }

  /** The word that counts this refusal. */
  public String outcome(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    Problem problem = problem(failure);
    return switch (problem.status()) {
      case 400 -> "refused_malformed";
      case CONFLICT -> "refused_conflict";
      case 422 -> problem.errors().isEmpty() ? "refused_conflict" : "refused_incomplete"; // without places: a key used twice
      case 503 -> "refused_unavailable";
      default -> "refused_error";
    };
  }

  private static Problem logged(Exception failure, Exchange exchange) {
    Problem problem = problem(failure);
    try (Correlation about = Correlation.of(exchange)) {
      if (problem.status() == 503) {
        LOG.warn("A message was refused, it could not be made durable: {}", Faults.nameOf(failure));
      } else if (problem.status() == 500) {
        LOG.error("A message was refused by an error of ours: {}", Faults.nameOf(failure));
      }
    }
    return problem;
  }

  private static Problem problem(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnusableMessage unusable) {
        return new Problem(422, "Unprocessable Content", "The message is " + unusable.what() + ".", unusable.errors());
      }
      if (e instanceof RefusedRequest refused) {
        return refused.problem();
      }
      if (e instanceof RefusedKey refused) {
        return refused.problem();
      }
      if (e instanceof ReservationLost) {
        return RefusedKey.stillRunning().problem();
      }
      if (e instanceof UnusableNumber number) {
        return new Problem(400, "Bad Request", "A number is out of range.", List.of(new Problem.At(number.pointer(), "is out of range")));
      }
      if (e instanceof StreamConstraintsException) {
        return new Problem(400, "Bad Request", "The JSON is nested too deeply, has too many parts, or a part that is too long.");
      }
      if (e instanceof JsonProcessingException json) {
        return new Problem(400, "Bad Request", "The body is not JSON" + at(json) + ".");
      }
      if (e instanceof InvalidPayloadException || e instanceof NoTypeConversionAvailableException none && none.getValue() == null) {
        return new Problem(400, "Bad Request", "The body is empty.");
      }
      if (e instanceof RejectedExecutionException || Faults.isPassing(e)) {
        return new Problem(503, "Service Unavailable", "The message could not be made durable. Try again later.");
      }
    }
    return new Problem(500, "Internal Server Error", "The message was not accepted because of an error on our side.");
  }

  private static String at(JsonProcessingException json) {
    return json.getLocation() == null ? "" : " at line %d, column %d".formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr());
  }
}
