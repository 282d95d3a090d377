package wadi.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * As the messaging service answered whose clients come to {@code /api/v1.0/}, in the words of Django REST framework, which it was made with.
 * It looked at the key first, then at the method, then at the content type.
 */
final class OriginalNotificationErrors implements ErrorStyle {
  static final String PATHS = "/api/v1.0/";
  static final ErrorStyle STYLE = new OriginalNotificationErrors();

  private OriginalNotificationErrors() {}

  @Override
  public void send(EdgeError error, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (error == EdgeError.NO_KEY || error == EdgeError.WRONG_KEY) {
      response.putHeader("WWW-Authenticate", "api-key");
    }
    response.setStatusCode(error.status()).putHeader("Content-Type", "application/json").end(new JsonObject().put("detail", detail(error, request)).encode());
  }

  private static String detail(EdgeError error, HttpServerRequest request) {
    return switch (error) {
      case NO_KEY -> "Authentication credentials were not provided.";
      case WRONG_KEY -> "Incorrect authentication credentials.";
      case OTHER_SCOPE -> "You do not have permission to perform this action.";
      case NOT_FOUND -> "Not found.";
      case OTHER_METHOD -> "Method \"%s\" not allowed.".formatted(request.method().name());
      case OTHER_REPLY -> "Could not satisfy the request Accept header.";
      case OTHER_CONTENT -> "Unsupported media type \"%s\" in request.".formatted(request.headers().contains("Content-Type") ? request.getHeader("Content-Type") : "");
      case TOO_MANY -> "Request was throttled. Expected available in %s second%s.".formatted(wait(request), wait(request).equals("1") ? "" : "s");
      case FAILED -> "An internal server error has occurred.";
      default -> error.problem().detail();
    };
  }

  private static String wait(HttpServerRequest request) {
    String seconds = request.response().headers().get("Retry-After");
    return seconds == null ? "1" : seconds;
  }
}
