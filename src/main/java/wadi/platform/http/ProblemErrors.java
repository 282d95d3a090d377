package wadi.platform.http;

import io.vertx.core.http.HttpServerRequest;

/** Problem details, and for keys the challenge of RFC 6750. */
final class ProblemErrors implements ErrorStyle {
  private static final String CHALLENGE = "Bearer realm=\"wadi\"";

  @Override
  public void send(EdgeError error, HttpServerRequest request) {
    if (!request.response().headWritten()) {
      switch (error) {
        case NO_KEY -> request.response().putHeader("WWW-Authenticate", CHALLENGE);
        case WRONG_KEY -> request.response().putHeader("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
        case OTHER_SCOPE -> request.response().putHeader("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
        default -> { }
      }
    }
    error.problem().send(request.response());
  }
}
