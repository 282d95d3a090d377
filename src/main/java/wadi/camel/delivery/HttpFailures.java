package wadi.camel.delivery;

import static wadi.domain.delivery.SendFailure.Kind.OURS;
import static wadi.domain.delivery.SendFailure.Kind.PASSING;
import static wadi.domain.delivery.SendFailure.Kind.REFUSED;
import static wadi.domain.delivery.SendFailure.Kind.UNANSWERED;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import wadi.domain.delivery.RetryAfter;
import wadi.domain.delivery.SendFailure;
import wadi.platform.ConnectionFault;

/** What a failure to send over HTTP means, by its status (RFC 9110, 15). */
final class HttpFailures {
  private HttpFailures() {}

  /** Empty when it was not about HTTP or its connection. */
  static Optional<SendFailure> of(Throwable failure, Instant now) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof HttpOperationFailedException reply) {
        int status = reply.getStatusCode();
        return Optional.of(new SendFailure(kind(status), status == 429 || status >= 500, words(reply), pause(reply, now)));
      }
      if (e instanceof JsonProcessingException) {
        return Optional.of(new SendFailure(UNANSWERED, "the reply is not the JSON we expect").metByAll());
      }
    }
    return ConnectionFault.of(failure).map(fault -> new SendFailure(fault.perhapsTaken() ? UNANSWERED : PASSING, fault.words()).metByAll());
  }

  private static SendFailure.Kind kind(int status) {
    return switch (status) {
      case 408, 425, 429 -> PASSING;
      case 504 -> UNANSWERED; // a proxy on the way did not wait for the provider's answer
      case 401, 402, 403, 404, 405, 407 -> OURS; // the login, the account, or the address we call
      default -> status >= 500 ? PASSING : status >= 400 ? REFUSED : OURS; // below 400: a redirect, which is not followed
    };
  }

  private static String words(HttpOperationFailedException reply) {
    String location = reply.getRedirectLocation() == null ? "" : " to " + reply.getRedirectLocation();
    String body = reply.getResponseBody() == null || reply.getResponseBody().isBlank() ? "" : " " + reply.getResponseBody();
    return "HTTP " + reply.getStatusCode() + location + body;
  }

  private static Optional<Duration> pause(HttpOperationFailedException reply, Instant now) {
    if (reply.getResponseHeaders() == null) {
      return Optional.empty();
    }
    return reply.getResponseHeaders().entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase("Retry-After")).findFirst()
        .flatMap(header -> RetryAfter.read(header.getValue(), now));
  }
}
